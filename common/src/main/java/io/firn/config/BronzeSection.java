package io.firn.config;

import com.typesafe.config.ConfigObject;
import io.firn.model.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code firn.bronze.NAME}. */
final class BronzeSection {
  static final Key<Pattern> TOPICS =
      Key.required(
          "topics",
          ValueType.REGEX,
          "Topics whose whole name matches; new ones join by themselves. A group `(?<tenant>…)`"
              + " names the tenant.",
          "\"(?<tenant>[a-z0-9-]+)\\\\.shop\\\\.orders\"");
  static final Key<Connector> CONNECTOR =
      Key.required(
          "connector",
          ValueType.oneOf(Connector.class),
          "The Debezium connector that wrote the events.",
          "postgresql");
  static final Key<Format> FORMAT =
      new Key<>(
          "format",
          ValueType.oneOf(Format.class),
          new Key.Default<>(Format.JSON),
          "Encoding of the records: JSON with or without schema, or Avro by a schema registry's ids.",
          "json");
  static final Key<List<String>> ALLOW_TOPICS =
      new Key<>(
          "allow-topics",
          ValueType.NAME_PATTERNS,
          new Key.Absent<>("all"),
          "Of the topics that match, land only those whose whole name matches one of these regular"
              + " expressions.",
          "[\"acme\\\\..*\"]");
  static final Key<List<String>> DENY_TOPICS =
      new Key<>(
          "deny-topics",
          ValueType.NAME_PATTERNS,
          new Key.Absent<>("none"),
          "Of the topics that match, leave out those whose whole name matches one of these regular"
              + " expressions.",
          "[\"test-.*\"]");
  static final Key<ConfigObject> QUARANTINE =
      new Key<>(
          "quarantine",
          ValueType.SECTION,
          new Key.Absent<>("the usual limit"),
          "How many records of a run may be refused.",
          "");
  static final Section SECTION =
      new Section(
          "firn.bronze.NAME",
          "A raw table fed by every matching topic. Writes `bronze.NAME`.",
          List.of(TOPICS, CONNECTOR, FORMAT, ALLOW_TOPICS, DENY_TOPICS, QUARANTINE));

  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

  private BronzeSection() {}

  static Optional<BronzeTable> read(Cursor cursor) {
    Optional<Pattern> topics = cursor.read(TOPICS);
    topics.ifPresent(found -> checkGroups(cursor, found));
    Optional<Connector> connector = cursor.read(CONNECTOR);
    Optional<Format> format = cursor.read(FORMAT);
    NamePatterns allow = cursor.read(ALLOW_TOPICS).map(NamePatterns::new).orElse(NamePatterns.NONE);
    NamePatterns deny = cursor.read(DENY_TOPICS).map(NamePatterns::new).orElse(NamePatterns.NONE);
    Optional<QuarantineSettings> quarantine =
        cursor.has(QUARANTINE)
            ? cursor.enter(QUARANTINE, QuarantineSection.SECTION).flatMap(QuarantineSection::read)
            : Optional.of(QuarantineSettings.USUAL);
    return cursor.build(
        () ->
            new BronzeTable(
                cursor.name(),
                topics.orElseThrow(),
                connector.orElseThrow(),
                format.orElseThrow(),
                allow,
                deny,
                quarantine.orElseThrow()));
  }

  /** What only shows when one looks at all bronze tables and the broker together. */
  static void checkTogether(Tables<BronzeTable> bronze, Optional<KafkaSettings> kafka) {
    Map<String, String> tableOf = new TreeMap<>();
    for (Map.Entry<String, Cursor> entry : new TreeMap<>(bronze.cursors()).entrySet()) {
      Cursor cursor = entry.getValue();
      if (kafka.isPresent() && kafka.get().schemaRegistry().isEmpty() && isAvro(cursor)) {
        cursor.reject(FORMAT, "avro needs firn.kafka.schema-registry");
      }
      bronze
          .get(entry.getKey())
          .map(table -> tableOf.putIfAbsent(table.topics().pattern(), table.name()))
          .ifPresent(
              other -> cursor.reject(TOPICS, "bronze." + other + " lands the same topics already"));
    }
  }

  private static boolean isAvro(Cursor cursor) {
    return cursor.has(FORMAT) && cursor.read(FORMAT).filter(Format.AVRO::equals).isPresent();
  }

  private static void checkGroups(Cursor cursor, Pattern topics) {
    Matcher group = GROUP.matcher(topics.pattern());
    List<String> known = List.of(SilverTable.TENANT);
    while (group.find()) {
      if (!known.contains(group.group(1))) {
        cursor.reject(
            TOPICS,
            "the group '"
                + group.group(1)
                + "' is not known in this version"
                + Suggestion.hint(group.group(1), known));
      }
    }
  }
}
