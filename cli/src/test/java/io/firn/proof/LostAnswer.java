package io.firn.proof;

import java.sql.SQLException;

/** The connection breaks while a catalog's database answers one of its calls. */
final class LostAnswer implements WriteCalls.Watcher {
  private final String call;
  private final boolean effect;
  private final String state;
  private int left;

  /**
   * @param number how often the call is met before it is the one, that one included
   * @param effect whether the database did what it was asked for
   * @param state the SQLSTATE that the driver gives
   */
  LostAnswer(String call, int number, boolean effect, String state) {
    this.call = call;
    this.left = number;
    this.effect = effect;
    this.state = state;
  }

  boolean happened() {
    return left <= 0;
  }

  @Override
  public void before(String found) throws SQLException {
    if (found.equals(call) && --left == 0 && !effect) {
      throw broken();
    }
  }

  @Override
  public void after(String found) throws SQLException {
    if (found.equals(call) && left == 0 && effect) {
      left--;
      throw broken();
    }
  }

  private SQLException broken() {
    return new SQLException("the connection is broken", state);
  }

  @Override
  public String toString() {
    return "%s with effect %s and state %s".formatted(call, effect, state);
  }
}
