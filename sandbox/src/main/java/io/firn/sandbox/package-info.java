/**
 * Real servers for tests, demos and the curious, on a machine without Docker: everything comes from
 * Maven Central and ends with the JVM that asked for it.
 *
 * <p>A {@link io.firn.sandbox.Part} is one running server: {@link io.firn.sandbox.KafkaBroker},
 * {@link io.firn.sandbox.ConnectWorker} with its {@link io.firn.sandbox.ConnectClient} and the
 * configurations of {@link io.firn.sandbox.DebeziumConnectors}, the {@link
 * io.firn.sandbox.Database}s {@link io.firn.sandbox.Postgres} and {@link io.firn.sandbox.MariaDb},
 * an {@link io.firn.sandbox.ObjectStore}, the {@link io.firn.sandbox.IcebergRestCatalog} and a
 * {@link io.firn.sandbox.SchemaRegistry}. Each can be started alone; a {@link
 * io.firn.sandbox.Sandbox} starts several at once. A test gets them as parameters through {@code
 * io.firn.sandbox.junit.Parts} in this module's test jar.
 *
 * <p>Each part runs in a JVM of its own, since no two of them agree with each other or with Spark
 * on their libraries. The modules below {@code sandbox/parts} exist to resolve those libraries: the
 * build leaves a class path file in each, {@link io.firn.sandbox.ClassPaths} finds it, {@link
 * io.firn.sandbox.JavaCommand} turns it into a command and {@link io.firn.sandbox.ChildJvm} runs
 * that until it is ready, and ends it. Classes of {@link io.firn.sandbox.host} and those the parts
 * bring are the only ones of ours in such a JVM.
 *
 * <p>A part listens on 127.0.0.1 only, keeps its settings, data and log in {@code <dir>/<name>},
 * and is gone when {@code close} returns, when this JVM ends, and also when this JVM is killed.
 */
package io.firn.sandbox;
