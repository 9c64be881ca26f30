// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dossier/event"
)

// loadZone reads the IANA name of a zone. Abbreviations are refused where they
// mean several zones: EST is a zone without daylight saving time.
func loadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, usagef("zone %q: want a name such as America/New_York or Europe/London", name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name != "UTC" && !strings.Contains(name, "/") {
		return nil, usagef("zone %q: want a name such as America/New_York or Europe/London", name)
	}
	return zone, nil
}

// parseSize reads "512M", "1GiB", "2g" as bytes; the units are powers of 1024.
func parseSize(text string) (int64, error) {
	number := strings.TrimRight(strings.ToLower(text), "ib")
	shift := 0
	for i, unit := range []string{"k", "m", "g", "t"} {
		if rest, ok := strings.CutSuffix(number, unit); ok {
			number, shift = rest, 10*(i+1)
		}
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || n <= 0 || n > 1<<20 && shift >= 40 {
		return 0, usagef("size %q: want a number with a unit, such as 512M or 1G", text)
	}
	return int64(n * float64(int64(1)<<shift)), nil
}

// parseDays reads "30d" or "30".
func parseDays(text string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.ToLower(text), "d"))
	if err != nil || n < 1 || n > 36_500 {
		return 0, usagef("--last %q: want a number of days such as 30d", text)
	}
	return n, nil
}

// parseDate reads 2024-05-13; "" stays "".
func parseDate(flag, text string) (event.Date, error) {
	if text == "" {
		return "", nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return "", usagef("--%s %q: want a day such as 2024-05-13", flag, text)
	}
	return event.Date(t.Format(time.DateOnly)), nil
}

// quoteArg writes an argument as a shell would take it back.
func quoteArg(arg string) string {
	safe := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-_./:@=+,*\\", c)
	}
	if arg != "" && strings.IndexFunc(arg, func(c rune) bool { return !safe(c) }) < 0 && !strings.Contains(arg, "*") {
		return arg
	}
	return fmt.Sprintf("%q", arg)
}

// commandLine writes a command to be copied.
func commandLine(args []string) string {
	quoted := []string{"dossier"}
	for _, a := range args {
		quoted = append(quoted, quoteArg(a))
	}
	return strings.Join(quoted, " ")
}
