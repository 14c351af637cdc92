package io.firn.run;

import io.firn.model.UnitName;

/**
 * One check of {@code firn verify}.
 *
 * @param check its name, e.g. {@code ledger-balances}
 * @param passed whether it held
 * @param detail the figures compared: expected and found
 */
public record CheckResult(UnitName unit, String check, boolean passed, String detail) {}
