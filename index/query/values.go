// SPDX-License-Identifier: Apache-2.0

package query

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"

	"dossier/event"
)

// Name is a person as the query names them; "me" is the subject.
type Name struct{ Text string }

// String is the name.
func (n Name) String() string { return quoted(n.Text) }

// Kind is a kind, all kinds below one ("crm.report.*"), or those that a pattern
// of * covers ("*.export").
type Kind string

// String is the kind.
func (k Kind) String() string { return string(k) }

// Covers reports whether the kind is one of those.
func (k Kind) Covers(kind event.Kind) bool {
	return kind.In(string(k)) || strings.Contains(string(k), "*") && wildMatch(string(k), string(kind))
}

func readKind(r raw) (Value, error) {
	k := Kind(strings.ToLower(r.text))
	var all []string
	for _, kind := range event.Kinds() {
		if k != "" && k.Covers(kind) {
			return k, nil
		}
		all = append(all, string(kind))
	}
	if near := Nearest(strings.TrimSuffix(string(k), ".*"), all); near != "" {
		return nil, fmt.Errorf("unknown kind %s; the nearest is %s", excerpt(r.text), near)
	}
	return nil, fmt.Errorf("unknown kind %s; kinds begin with crm, mail, file, print, auth or admin", excerpt(r.text))
}

// Word is one of a field's closed list of words.
type Word string

// String is the word.
func (w Word) String() string { return string(w) }

// readWord reads one of a list.
func readWord(list ...string) func(raw) (Value, error) {
	return func(r raw) (Value, error) {
		for _, word := range list {
			if strings.EqualFold(word, r.text) {
				return Word(word), nil
			}
		}
		return nil, fmt.Errorf("want %s, not %s%s", joinOr(list), excerpt(r.text), nearestOnly(r.text, list))
	}
}

func nearestOnly(word string, list []string) string {
	if near := Nearest(strings.ToLower(word), list); near != "" {
		return "; the nearest is " + near
	}
	return ""
}

func joinOr(list []string) string {
	last := len(list) - 1
	if last < 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:last], ", ") + " or " + list[last]
}

// Prefix is the beginning of a hexadecimal id.
type Prefix string

// String is the digits.
func (p Prefix) String() string { return string(p) }

func readPrefix(r raw) (Value, error) {
	text := strings.ToLower(r.text)
	if text == "" || len(text) > 32 || strings.Trim(text, "0123456789abcdef") != "" {
		return nil, fmt.Errorf("want 1 to 32 hexadecimal digits, not %s", excerpt(r.text))
	}
	return Prefix(text), nil
}

// Network is the addresses from First to Last, both included.
type Network struct {
	First, Last netip.Addr
	Prefix      netip.Prefix // as written, where it was; else zero
}

// String is the address, network or range.
func (n Network) String() string {
	switch {
	case n.Prefix.IsValid():
		return n.Prefix.String()
	case n.First == n.Last:
		return n.First.String()
	}
	return n.First.String() + ".." + n.Last.String()
}

func (n Network) contains(text string) bool {
	ip, err := netip.ParseAddr(strings.TrimSpace(text))
	if err != nil {
		return false
	}
	ip = ip.WithZone("").Unmap()
	return n.First.Compare(ip) <= 0 && ip.Compare(n.Last) <= 0 // no IPv4 address lies between two of IPv6
}

const wantNetwork = "an address such as 192.0.2.7, a network such as 10.0.0.0/8, or a range such as 192.0.2.1..192.0.2.9"

func readNetwork(r raw) (Value, error) {
	if prefix, err := netip.ParsePrefix(r.text); err == nil && !prefix.Addr().Is4In6() {
		prefix = prefix.Masked()
		return Network{prefix.Addr(), lastAddress(prefix), prefix}, nil
	}
	from, to, ranged := strings.Cut(r.text, "..")
	if !ranged {
		to = from
	}
	first, err1 := netip.ParseAddr(from)
	last, err2 := netip.ParseAddr(to)
	if err1 != nil || err2 != nil {
		return nil, fmt.Errorf("want %s, not %s", wantNetwork, excerpt(r.text))
	}
	first, last = first.WithZone("").Unmap(), last.WithZone("").Unmap()
	if first.BitLen() != last.BitLen() || last.Less(first) {
		return nil, fmt.Errorf("want a range whose end comes after its beginning, not %s", excerpt(r.text))
	}
	return Network{First: first, Last: last}, nil
}

func lastAddress(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	addr, _ := netip.AddrFromSlice(b)
	return addr
}

// Range is the numbers from Min to Max, both included.
type Range struct{ Min, Max int64 }

// Covers reports whether the number is one of them.
func (n Range) Covers(number int64) bool { return n.Min <= number && number <= n.Max }

// String is "5", "10..50", ">=1001" or "<=9".
func (n Range) String() string {
	switch {
	case n.Min == n.Max:
		return strconv.FormatInt(n.Min, 10)
	case n.Max == math.MaxInt64:
		return ">=" + strconv.FormatInt(n.Min, 10)
	case n.Min == 0:
		return "<=" + strconv.FormatInt(n.Max, 10)
	}
	return strconv.FormatInt(n.Min, 10) + ".." + strconv.FormatInt(n.Max, 10)
}

// units multiply numbers; the longest that fits counts.
var countUnits = map[string]int64{"": 1, "k": 1e3, "m": 1e6}

var byteUnits = map[string]int64{
	"": 1, "b": 1, "k": 1e3, "kb": 1e3, "mb": 1e6, "m": 1e6, "gb": 1e9, "g": 1e9, "tb": 1e12,
	"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
}

// readRange reads a number or range in some units.
func readRange(units map[string]int64, want string) func(raw) (Value, error) {
	return func(r raw) (Value, error) {
		n, err := parseRange(r.text, units)
		if err != nil {
			return nil, fmt.Errorf("want %s, not %s%s", want, excerpt(r.text), reasonOf(err))
		}
		if n.Min > n.Max {
			return nil, fmt.Errorf("want a range that some number lies in, not %s", excerpt(r.text))
		}
		return n, nil
	}
}

func reasonOf(err error) string {
	if errors.Is(err, errNumber) {
		return ""
	}
	return ": " + err.Error()
}

func parseRange(text string, units map[string]int64) (Range, error) {
	all := Range{0, math.MaxInt64}
	for _, op := range []string{">=", "<=", ">", "<", "="} {
		rest, ok := strings.CutPrefix(text, op)
		if !ok {
			continue
		}
		n, err := parseNumber(rest, units)
		switch {
		case err != nil:
			return all, err
		case op == ">=":
			return Range{n, math.MaxInt64}, nil
		case op == "<=":
			return Range{0, n}, nil
		case op == ">" && n == math.MaxInt64:
			return Range{1, 0}, nil
		case op == ">":
			return Range{n + 1, math.MaxInt64}, nil
		case op == "<":
			return Range{0, n - 1}, nil
		}
		return Range{n, n}, nil
	}
	from, to, ranged := strings.Cut(text, "..")
	if !ranged {
		n, err := parseNumber(text, units)
		return Range{n, n}, err
	}
	if from == "" && to == "" {
		return all, errNumber
	}
	var err error
	if from != "" {
		if all.Min, err = parseNumber(from, units); err != nil {
			return all, err
		}
	}
	if to != "" {
		all.Max, err = parseNumber(to, units)
	}
	return all, err
}

var errNumber = fmt.Errorf("no number")

// parseNumber reads "1000", "1_000", "5MB", "1.5GiB" exactly.
func parseNumber(text string, units map[string]int64) (int64, error) {
	text = strings.ToLower(text)
	digits := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyz")
	unit, ok := units[text[len(digits):]]
	if !ok {
		return 0, errNumber
	}
	whole, fraction, dotted := strings.Cut(strings.ReplaceAll(digits, "_", ""), ".")
	if whole == "" || dotted && fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, errNumber
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n > math.MaxInt64/unit {
		return 0, fmt.Errorf("it is too large")
	}
	n *= unit
	if fraction = strings.TrimRight(fraction, "0"); fraction == "" {
		return n, nil
	}
	part, scale, err := parseFraction(fraction)
	if err != nil || part > math.MaxInt64/unit || part*unit%scale != 0 || n > math.MaxInt64-part*unit/scale {
		return 0, fmt.Errorf("it is no whole number")
	}
	return n + part*unit/scale, nil
}

// parseFraction reads the digits behind the point: part of scale.
func parseFraction(digits string) (part, scale int64, err error) {
	if len(digits) > 6 {
		return 0, 1, errNumber
	}
	part, err = strconv.ParseInt(digits, 10, 64)
	scale = 1
	for range digits {
		scale *= 10
	}
	return part, scale, err
}
