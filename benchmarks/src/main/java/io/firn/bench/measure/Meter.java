package io.firn.bench.measure;

/** Takes the measure of one turn. */
public interface Meter {

  /** Lets a prepared peer work and tells what it took. */
  Measurement measure(Peer peer);
}
