/**
 * Kafka to bronze.
 *
 * <p>{@link io.firn.bronze.BronzeJob} asks the broker ({@link io.firn.bronze.KafkaTopics}), decides
 * the offsets ({@link io.firn.bronze.BronzePlanner}), reads them with one Spark job that writes
 * files ({@link io.firn.bronze.Landing}, {@link io.firn.bronze.LandingTask}), makes the account
 * ({@link io.firn.bronze.Ledger}) and commits rows, account and offsets as one.
 */
package io.firn.bronze;
