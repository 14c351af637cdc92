package io.firn.manifest;

import io.firn.config.BronzeTable;
import io.firn.config.ColumnSpec;
import io.firn.config.GoldTable;
import io.firn.config.History;
import io.firn.config.Pipeline;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverTable;
import io.firn.config.Transform;
import io.firn.config.VersionRules;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** A unit's own settings, as JSON values; keys as in the pipeline file. */
final class UnitSettings {
  private UnitSettings() {}

  static SortedMap<String, Object> of(Pipeline pipeline, UnitName unit) {
    return switch (unit.layer()) {
      case BRONZE -> bronze(pipeline.bronze(unit.table()).orElseThrow());
      case SILVER -> silver(pipeline.silver(unit.table()).orElseThrow());
      case GOLD -> gold(pipeline.gold(unit.table()).orElseThrow());
    };
  }

  private static SortedMap<String, Object> bronze(BronzeTable table) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("topics", table.topics().pattern());
    settings.put("connector", word(table.connector()));
    settings.put("format", word(table.format()));
    settings.put("quarantine", quarantine(table.quarantine()));
    if (!table.allow().isEmpty()) {
      settings.put("allow-topics", table.allow().texts());
    }
    if (!table.deny().isEmpty()) {
      settings.put("deny-topics", table.deny().texts());
    }
    return settings;
  }

  private static SortedMap<String, Object> quarantine(QuarantineSettings quarantine) {
    SortedMap<String, Object> settings = new TreeMap<>();
    quarantine.maxRows().ifPresent(rows -> settings.put("max-rows", rows));
    settings.put("max-share", quarantine.maxShare());
    return settings;
  }

  private static SortedMap<String, Object> silver(SilverTable table) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("from", table.from().toString());
    settings.put("key", table.rowKey());
    table.explode().ifPresent(explode -> settings.put("explode", explode.path()));
    settings.put("evolve", word(table.evolve()));
    table.buckets().ifPresent(buckets -> settings.put("buckets", buckets));
    settings.put("deletes", word(table.rules().deletes()));
    settings.put("changes", table.rules().changes());
    settings.put("names", word(table.rules().names()));
    table.rules().transform().ifPresent(rule -> settings.put("transform", transform(rule)));
    settings.put(
        "history", word(table.rules().versions().isPresent() ? History.VERSIONS : History.LATEST));
    table.rules().versions().ifPresent(rules -> track(settings, rules));
    settings.put("quarantine", quarantine(table.rules().quarantine()));
    settings.put("columns", table.columns().stream().map(UnitSettings::column).toList());
    ExpectSettings.put(settings, table.rules().expectations());
    return settings;
  }

  private static SortedMap<String, Object> transform(Transform transform) {
    SortedMap<String, Object> settings = new TreeMap<>();
    if (transform instanceof Transform.Sql sql) {
      settings.put("sql-file", sql.file());
      settings.put("sql", sql.text());
    } else if (transform instanceof Transform.JavaClass javaClass) {
      settings.put("class", javaClass.name());
    }
    return settings;
  }

  private static void track(SortedMap<String, Object> settings, VersionRules rules) {
    if (!rules.track().isEmpty()) {
      settings.put("track", rules.track());
    }
    if (!rules.trackExcept().isEmpty()) {
      settings.put("track-except", rules.trackExcept());
    }
  }

  private static SortedMap<String, Object> column(ColumnSpec column) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("name", column.name());
    settings.put("path", column.path());
    column.type().ifPresent(type -> settings.put("type", type.text()));
    column.encoding().ifPresent(encoding -> settings.put("encoding", word(encoding)));
    return settings;
  }

  private static SortedMap<String, Object> gold(GoldTable table) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("from", texts(table.from()));
    settings.put("grain", table.grain());
    settings.put("sql-file", table.sqlFile());
    settings.put("sql", table.sql());
    settings.put("refresh", word(table.refresh()));
    ExpectSettings.put(settings, table.expectations());
    return settings;
  }

  static List<String> texts(List<?> values) {
    return values.stream().map(Object::toString).toList();
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
