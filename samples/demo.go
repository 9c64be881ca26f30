// SPDX-License-Identifier: Apache-2.0

package samples

// DemoOptions are those of the small case that is committed.
var DemoOptions = Options{People: 24, Days: 120, Seed: 1, Events: 25_000, Strength: High}
