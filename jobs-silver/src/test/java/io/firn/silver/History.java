package io.firn.silver;

import io.firn.testkit.EventBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What happened in one simulated source and what its connector sent, among many others in one
 * table: each history has tenants of its own, so that a thousand of them are one batch.
 */
record History(List<Step> steps, Source source) {

  /** The histories of {@code all}, every other one with schemas in its events. */
  static List<History> of(List<List<Step>> all) {
    List<History> histories = new ArrayList<>();
    for (List<Step> steps : all) {
      int number = histories.size();
      List<Step> own = steps.stream().map(step -> step.ofTenant(step.tenant() + number)).toList();
      histories.add(new History(own, Source.after(own, number % 2 == 0)));
    }
    return histories;
  }

  /** Every row that a table of all of them must hold. */
  static List<SourceRow> rows(List<History> all) {
    return all.stream().flatMap(history -> history.source.rows().stream()).toList();
  }

  /** The steps of those histories of which {@code held} has other rows. */
  static List<List<Step>> broken(List<History> all, List<SourceRow> held) {
    return all.stream().filter(history -> !history.isHeldBy(held)).map(History::steps).toList();
  }

  List<String> tenants() {
    return steps.stream().map(Step::tenant).distinct().toList();
  }

  boolean truncates() {
    return steps.stream().anyMatch(step -> step.kind() == Step.Kind.TRUNCATE);
  }

  private boolean isHeldBy(List<SourceRow> held) {
    List<String> tenants = tenants();
    List<SourceRow> own = held.stream().filter(row -> tenants.contains(row.tenant())).toList();
    return own.size() == source.rows().size() && own.containsAll(source.rows());
  }

  /**
   * What was sent, cut into {@code runs} anywhere but inside a transaction.
   *
   * @param again whether a part of the end alone is sent, which the connector had sent before
   */
  void cut(List<List<EventBuilder>> runs, Random chance, boolean again) {
    List<List<EventBuilder>> sent = source.transactions();
    int at = again ? chance.nextInt(sent.size() + 1) : 0;
    for (int run = 0; run < runs.size(); run++) {
      int until = run == runs.size() - 1 ? sent.size() : at + chance.nextInt(sent.size() - at + 1);
      sent.subList(at, until).forEach(runs.get(run)::addAll);
      at = until;
    }
  }

  /** What was sent, each transaction in any of {@code runs}. */
  void scatter(List<List<EventBuilder>> runs, Random chance) {
    source.transactions().forEach(sent -> runs.get(chance.nextInt(runs.size())).addAll(sent));
  }
}
