package io.firn.bronze;

import io.firn.config.BronzeTable;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person should know about a kind of refusal.
 *
 * @param expected what the record should have been
 * @param next what to look at and do
 */
public record Advice(String expected, String next) {

  /** Empty for a reason that this version does not know. */
  static Optional<Advice> on(String reason, BronzeTable table) {
    String section = "firn.bronze." + table.name();
    String connector = table.connector().name().toLowerCase(Locale.ROOT);
    return switch (reason) {
      case "NOT_JSON" ->
          advice(
              "a value that is JSON text in UTF-8",
              "Who wrote it? A producer other than Debezium: keep it off the topic, or take the"
                  + " topic out of "
                  + section
                  + ".topics, and discard the record. Another converter: compare "
                  + section
                  + ".format with the connector's value.converter, and retry.");
      case "NOT_AN_ENVELOPE" ->
          advice(
              "an object with 'op' and 'source', bare or as the payload beside its schema",
              "Does a transform unwrap the connector's events (ExtractNewRecordState)? Take it out:"
                  + " without an envelope there is no order. A record of another producer: discard"
                  + " it.");
      case "UNKNOWN_OPERATION" ->
          advice(
              "an 'op' that is one of r, c, u, d, t, m",
              "Is the connector newer than this version of Firn? Retry after an upgrade; until then"
                  + " the record is kept here.");
      case "WRONG_CONNECTOR" ->
          advice(
              "a 'source' block of the " + connector + " connector",
              "Correct "
                  + section
                  + ".connector, or keep the other connector off the topic; then"
                  + " retry.");
      case "NO_POSITION" ->
          advice(
              "the fields of 'source' in which the "
                  + connector
                  + " connector tells its place in"
                  + " the log",
              "Compare "
                  + section
                  + ".connector with the connector that writes the topic, and see whether a"
                  + " transform removes fields of 'source'; then retry.");
      case "KEY_NOT_JSON" ->
          advice(
              "a record key that is JSON, or none",
              "Compare the connector's key.converter with its value.converter. What is in Kafka"
                  + " keeps its key: discard the record once the row came again, by a snapshot of"
                  + " the table for instance.");
      default -> onAvro(reason, section);
    };
  }

  private static Optional<Advice> onAvro(String reason, String section) {
    return switch (reason) {
      case "NOT_AVRO" ->
          advice(
              "a value in Avro, as the registry's converter writes it",
              "Compare "
                  + section
                  + ".format with the connector's value.converter, and retry. A record of another"
                  + " producer: discard it.");
      case "UNKNOWN_SCHEMA" ->
          advice(
              "a schema that the registry holds under the id in the record",
              "Compare firn.kafka.schema-registry with the one that the connector writes to; was"
                  + " the schema deleted there? Retry once the registry has it.");
      case "UNREADABLE_SCHEMA" ->
          advice(
              "a schema in the registry that can be read as Avro",
              "Look at the schema in the registry under the id that the reason names; retry after an"
                  + " upgrade if it is one that this version cannot read.");
      default -> Optional.empty();
    };
  }

  private static Optional<Advice> advice(String expected, String next) {
    return Optional.of(new Advice(expected, next));
  }
}
