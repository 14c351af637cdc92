package io.firn.cli.demo;

import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import java.nio.file.Path;

/** The last lines of a demo: how it went, where its files are, what to do with them. */
final class Farewell {
  private final Narrator narrator;

  Farewell(Narrator narrator) {
    this.narrator = narrator;
  }

  void tell(DemoResult result) {
    tellEnd(result);
    Path folder = result.pipeline().getParent();
    narrator.heading("Where it is");
    Grid.Builder places = Grid.of("WHAT", "WHERE");
    places.row("pipeline", result.pipeline().toString());
    places.row("tables", folder.resolve("warehouse").toString());
    places.row("run reports, log", folder.resolve("reports").toString());
    places.row("logs of the parts", folder.resolve("parts").toString());
    result.addresses().forEach(places::row);
    narrator.table(places.build());
    tellCommands(result);
  }

  private void tellEnd(DemoResult result) {
    long unequal = result.comparisons().stream().filter(table -> !table.equal()).count();
    String seconds = result.took().toSeconds() + " s";
    narrator.line("");
    if (result.exitCode() == 0) {
      narrator.line(
          narrator.paint().good("Every silver table equals its source") + ", after " + seconds);
    } else if (unequal > 0) {
      narrator.line(
          narrator.paint().bad(unequal + " silver tables differ from their source")
              + ", after "
              + seconds);
    } else {
      narrator.line(narrator.paint().bad("A run failed") + ", after " + seconds);
    }
  }

  private void tellCommands(DemoResult result) {
    String pipeline = " -p " + result.pipeline();
    narrator.heading("What to try next");
    narrator.line("  ./firn status" + pipeline);
    narrator.line("  ./firn verify" + pipeline);
    if (result.addresses().isEmpty()) {
      narrator.line("With --keep the parts stay up, so that these work too:");
    } else {
      narrator.line("While the parts are up:");
    }
    narrator.line("  ./firn plan" + pipeline);
    narrator.line("  ./firn run" + pipeline);
    if (!result.addresses().isEmpty()) {
      narrator.line("Ctrl-C stops the parts; the tables stay.");
    }
  }
}
