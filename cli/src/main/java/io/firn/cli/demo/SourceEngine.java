package io.firn.cli.demo;

import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.sandbox.Database;
import io.firn.sandbox.PartName;
import io.firn.sandbox.Sandbox;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The kind of database that an example's tenants have. */
enum SourceEngine {
  POSTGRESQL("PostgreSQL", PartName.POSTGRES),
  MARIADB("MariaDB", PartName.MARIADB);

  private final String title;
  private final PartName part;

  SourceEngine(String title, PartName part) {
    this.title = title;
    this.part = part;
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
    throw new FirnException(
        new Failure(
            ErrorKind.USAGE,
            "The demo cannot start the databases of this example",
            example.folder().resolve(Example.PIPELINE).toString(),
            "bronze tables that are all of postgresql, or all of mariadb",
            connectors.stream().map(Connector::id).sorted().toList().toString(),
            "Take another example with --example."));
  }

  String title() {
    return title;
  }

  /** What a demo of it starts. */
  Set<PartName> parts() {
    return Set.of(PartName.KAFKA, PartName.CONNECT, part);
  }

  Database in(Sandbox parts) {
    return switch (this) {
      case POSTGRESQL -> parts.postgres().orElseThrow();
      case MARIADB -> parts.mariadb().orElseThrow();
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
    };
  }
}
