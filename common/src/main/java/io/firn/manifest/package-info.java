/**
 * The pipeline compiled: one canonical JSON file that every runner reads.
 *
 * <p>An orchestrator needs units and edges and must not parse HOCON; a Spark driver needs all
 * settings and must not depend on where the pipeline file lay. {@link io.firn.manifest.Manifest}
 * holds both. {@link io.firn.manifest.ManifestJson} writes it such that the same pipeline always
 * gives the same bytes: it can be checked in, compared and cached. It holds no time, no values of
 * secrets and, in settings that are handed on by name, no values of environment variables.
 *
 * <p>The units' inputs, outputs and fingerprints and the edges follow from the settings. They are
 * written for readers that know nothing else, and compared when a manifest is read back, so that a
 * manifest edited by hand is refused instead of run half one way and half the other. Its form is
 * fixed in {@code manifest.schema.json} beside this package.
 */
package io.firn.manifest;
