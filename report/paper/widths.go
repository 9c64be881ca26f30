// SPDX-License-Identifier: Apache-2.0

package paper

// Divide divides a width among columns: by their relative widths, but each gets at
// least what it needs, if all can. The answer adds up to the width.
func Divide(width int, relative, least []int) []int {
	out, held := make([]int, len(relative)), make([]bool, len(relative))
	if total := sum(least); total > width {
		return shares(out, width, least, held)
	}
	for {
		rest := width
		for i, h := range held {
			if h {
				rest -= least[i]
			}
		}
		shares(out, rest, relative, held)
		again := false
		for i := range out {
			if !held[i] && out[i] < least[i] {
				out[i], held[i], again = least[i], true, true
			}
		}
		if !again {
			return out
		}
	}
}

// shares divides a width among the columns that are not held.
func shares(out []int, width int, relative []int, held []bool) []int {
	total := 0
	for i, r := range relative {
		if !held[i] {
			total += max(1, r)
		}
	}
	at := 0
	for i, r := range relative {
		if held[i] {
			continue
		}
		next := at + max(1, r)
		out[i] = width*next/total - width*at/total
		at = next
	}
	return out
}

func sum(list []int) int {
	total := 0
	for _, n := range list {
		total += n
	}
	return total
}
