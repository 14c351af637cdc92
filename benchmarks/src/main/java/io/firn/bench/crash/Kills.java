package io.firn.bench.crash;

/**
 * How runs that were to be killed ended.
 *
 * @param before killed when none of their units had committed
 * @param between killed when some had and some had not
 * @param after killed when all had
 * @param ended ended by themselves, before their time
 */
record Kills(int before, int between, int after, int ended) {
  static final Kills NONE = new Kills(0, 0, 0, 0);

  Kills with(int committed, int units) {
    if (committed == 0) {
      return new Kills(before + 1, between, after, ended);
    }
    return committed < units
        ? new Kills(before, between + 1, after, ended)
        : new Kills(before, between, after + 1, ended);
  }

  Kills withEnded() {
    return new Kills(before, between, after, ended + 1);
  }

  int kills() {
    return before + between + after;
  }
}
