package io.firn.cli.demo;

import io.firn.cli.console.Narrator;
import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.sandbox.Database;
import io.firn.sandbox.PartName;
import io.firn.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The kind of database that an example's tenants have. */
enum SourceEngine {
  POSTGRESQL("PostgreSQL", Set.of(PartName.KAFKA, PartName.CONNECT, PartName.POSTGRES)),
  MARIADB("MariaDB", Set.of(PartName.KAFKA, PartName.CONNECT, PartName.MARIADB)),
  /** A model: there is no MongoDB server that a demo could start. */
  MONGODB("MongoDB", Set.of(PartName.KAFKA));

  private final String title;
  private final Set<PartName> parts;

  SourceEngine(String title, Set<PartName> parts) {
    this.title = title;
    this.parts = parts;
  }

  /**
   * The one that the pipeline's connectors are for.
   *
   * @throws FirnException USAGE when there is none that starts here, or more than one
   */
  static SourceEngine of(Example example, Pipeline pipeline) {
    Set<Connector> connectors =
        pipeline.bronze().stream().map(BronzeTable::connector).collect(Collectors.toSet());
    if (connectors.equals(Set.of(Connector.POSTGRESQL))) {
      return POSTGRESQL;
    }
    if (connectors.equals(Set.of(Connector.MARIADB))) {
      return MARIADB;
    }
    if (connectors.equals(Set.of(Connector.MONGODB))) {
      return MONGODB;
    }
    throw new FirnException(
        new Failure(
            ErrorKind.USAGE,
            "The demo cannot start the databases of this example",
            example.folder().resolve(Example.PIPELINE).toString(),
            "bronze tables that are all of postgresql, all of mariadb, or all of mongodb",
            connectors.stream().map(Connector::id).sorted().toList().toString(),
            "Take another example with --example."));
  }

  String title() {
    return title;
  }

  /** What a demo of it starts. */
  Set<PartName> parts() {
    return parts;
  }

  /** The parts in words. */
  String started() {
    return this == MONGODB
        ? "Kafka (there is no MongoDB to start: a model of one stands in)"
        : "Kafka, Kafka Connect with Debezium, and " + title;
  }

  /**
   * The sources of {@code tenants}.
   *
   * @param folder for what the sources keep in files
   */
  TenantSources open(
      Example example, Sandbox parts, Path folder, Narrator narrator, List<String> tenants) {
    return this == MONGODB
        ? new DocumentSources(example, parts.kafka().orElseThrow(), folder, narrator, tenants)
        : new DatabaseSources(this, example, parts, narrator, tenants);
  }

  Database in(Sandbox parts) {
    return switch (this) {
      case POSTGRESQL -> parts.postgres().orElseThrow();
      case MARIADB -> parts.mariadb().orElseThrow();
      case MONGODB -> throw noDatabase();
    };
  }

  /** Makes each tenant a database of the tenant's name. */
  List<TenantSource> sources(Sandbox parts, List<String> tenants) {
    Database database = in(parts);
    tenants.forEach(database::createDatabase);
    return tenants.stream().map(tenant -> source(tenant, database)).toList();
  }

  private TenantSource source(String tenant, Database database) {
    String url = database.jdbcUrl(tenant);
    return switch (this) {
      case POSTGRESQL -> new PostgresSource(tenant, url, database.user(), database.password());
      case MARIADB -> new MariaDbSource(tenant, url, database.user(), database.password());
      case MONGODB -> throw noDatabase();
    };
  }

  private static IllegalStateException noDatabase() {
    return new IllegalStateException("MongoDB's documents are in no database that was started");
  }
}
