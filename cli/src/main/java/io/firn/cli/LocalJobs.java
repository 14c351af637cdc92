package io.firn.cli;

import io.firn.bronze.BronzeJob;
import io.firn.gold.GoldInputs;
import io.firn.gold.GoldJob;
import io.firn.run.Job;
import io.firn.run.rewind.LayerInputs;
import io.firn.silver.SilverInputs;
import io.firn.silver.SilverJob;
import java.util.List;

/** The jobs that run in this process; schedulers start the same ones through spark-submit. */
final class LocalJobs {
  private LocalJobs() {}

  static List<Job> all() {
    return List.of(new BronzeJob(), new SilverJob(), new GoldJob());
  }

  /** The layers that are made of tables, each knowing which. */
  static List<LayerInputs> inputs() {
    return List.of(new SilverInputs(), new GoldInputs());
  }
}
