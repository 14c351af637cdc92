package io.firn.config;

import java.util.regex.Pattern;

/** Tells by a setting's name whether its value is a secret. */
public final class SecretNames {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(password|secret|token|credential|jaas|access-?\\.?key|private-?\\.?key"
              + "|passphrase|keystore\\.key).*");

  /** Names that speak of a secret's surroundings, e.g. {@code fs.s3a.aws.credentials.provider}. */
  private static final Pattern ABOUT_ONE =
      Pattern.compile(
          "(?i).*[.-](providers?|enabled|class|ms|type|url|uri|location|path|file)"
              + "|.*(TokenFile|\\.mapping)");

  private static final Pattern IN_ADDRESS =
      Pattern.compile(
          "(?i).*(://[^/@?]*:[^/@?]*@|[?&;][^=]*(password|secret|token|access-?key)[^=]*=).*");

  private SecretNames() {}

  public static boolean isSecret(String setting) {
    return SECRET.matcher(setting).matches() && !ABOUT_ONE.matcher(setting).matches();
  }

  /** Whether an address carries a password, as user information or as a parameter. */
  static boolean inAddress(String address) {
    return IN_ADDRESS.matcher(address).matches();
  }
}
