// SPDX-License-Identifier: Apache-2.0

package words

import "testing"

func TestProse(t *testing.T) {
	for value, want := range map[string]bool{
		"Offer for May": true, "a b": true, "Ü b": true, "x  y z": true, "": false, " ": false, "a": false, "a ": false, " a": false,
		"7 8": false, "2024-05-13 18:02:47": false, "a 7": false, "RgAAAA bk9": true, "7 x 8": false, "7 x y": true,
	} {
		if isProse([]byte(value)) != want {
			t.Errorf("%q: %v", value, !want)
		}
	}
}
