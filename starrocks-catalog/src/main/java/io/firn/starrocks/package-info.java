/**
 * The StarRocks side of a pipeline: {@link io.firn.starrocks.ExternalCatalog} is the SQL that lets
 * a StarRocks cluster read the pipeline's Iceberg tables.
 *
 * <p>StarRocks does not run where Firn is built: there is neither a package of it to start nor a
 * parser of its SQL to ask. What is here is checked as text, against golden statements and against
 * the rules that StarRocks' documentation and source give. Two of its habits shape this package: it
 * accepts properties that it does not know without a word, so every property is either translated
 * or handed on by the one rule that StarRocks documents ({@code iceberg.catalog.X} reaches Iceberg
 * as {@code X}); and it shows catalog properties to every account, so a secret goes only where
 * StarRocks masks it.
 */
package io.firn.starrocks;
