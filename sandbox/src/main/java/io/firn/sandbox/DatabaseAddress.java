package io.firn.sandbox;

/** Where one database listens and who may enter. */
public record DatabaseAddress(
    String host, int port, String database, String user, String password) {

  @Override
  public String toString() {
    return "%s@%s:%d/%s".formatted(user, host, port, database);
  }
}
