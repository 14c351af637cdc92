/**
 * {@code firn demo}: an example pipeline on real parts, from rows in a database to gold and back.
 *
 * <p>{@link io.firn.cli.demo.Demo} tells the story. An {@link io.firn.cli.demo.Example} is a folder
 * with a pipeline and the SQL of its sources; {@link io.firn.cli.demo.DemoFolder} holds all that a
 * demo leaves behind; {@link io.firn.cli.demo.Capture} has Debezium follow each {@link
 * io.firn.cli.demo.TenantSource}.
 *
 * <p>There is no MongoDB server to start: {@link io.firn.cli.demo.DocumentServer} is a model of
 * one, and Debezium's own event code makes records of what it would tell.
 *
 * <p>{@link io.firn.cli.demo.SourceComparison} holds every silver table against the database that
 * it came from. It knows the databases and Iceberg and nothing of the demo, so that tests use it
 * too.
 */
package io.firn.cli.demo;
