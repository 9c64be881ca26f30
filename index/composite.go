// SPDX-License-Identifier: Apache-2.0

package index

import (
	"strings"

	"dossier/index/internal/columns"
)

// composite is several columns taken as one: its codes number the combinations that
// occur, in the order of their first rows. Where one column alone varies, they are its
// own codes.
type composite struct {
	codes *columns.Codes
	parts []*columns.Codes
	of    []uint32 // by combination, then by column: the column's code; nil if one column alone varies
	count int
}

// texts are what the columns say of a combination.
func (c *composite) texts(code uint32) []string {
	texts := make([]string, len(c.parts))
	for i, part := range c.parts {
		own := code
		if c.of != nil {
			own = c.of[int(code)*len(c.parts)+i]
		} else if part.Count() == 1 {
			own = 0
		}
		texts[i] = part.Entry(own)
	}
	return texts
}

// composite joins columns of a segment.
func (c *Case) composite(segment int, names []string) (*composite, error) {
	return kept(&c.cache, cacheKey{segment, "columns " + strings.Join(names, " ")}, func() (*composite, int64, error) {
		list := make([]*columns.Codes, len(names))
		for i, name := range names {
			var err error
			if list[i], err = c.codes(segment, name); err != nil {
				return nil, 0, err
			}
		}
		joined := join(list, c.segments[segment].Count())
		n := int64(256 + 4*cap(joined.of))
		if joined.of != nil {
			n += joined.codes.SizeBytes()
		}
		return joined, n, nil
	})
}

// join numbers the combinations of codes that occur, in the order of their rows.
func join(list []*columns.Codes, rows int64) *composite {
	var varying []*columns.Codes
	for _, one := range list {
		if one.Count() > 1 || rows == 0 {
			varying = append(varying, one)
		}
	}
	if len(varying) == 0 {
		varying = list[:1]
	}
	if len(varying) == 1 || rows == 0 {
		return &composite{codes: varying[0], parts: list, count: varying[0].Count()}
	}
	codes := make([]uint32, rows)
	for row := range codes {
		codes[row] = varying[0].At(int64(row))
	}
	count, firsts := varying[0].Count(), []int64(nil)
	for _, one := range varying[1:] {
		firsts = pairUp(codes, count, one, firsts[:0])
		count = len(firsts)
	}
	c := &composite{codes: columns.NewCodes(count, rows), parts: list, count: count}
	for _, code := range codes {
		c.codes.Append(code)
	}
	c.of = make([]uint32, 0, count*len(list))
	for _, row := range firsts {
		for _, one := range list {
			c.of = append(c.of, one.At(row))
		}
	}
	return c
}

// among numbers the combinations that occur in some rows, from 1 on; all other rows have
// 0, which stands for none of them.
func among(list []*columns.Codes, rows *columns.Set) *composite {
	limit := 1
	for _, one := range list {
		limit *= max(1, one.Count())
	}
	c := &composite{codes: columns.NewCodes(limit+1, rows.Len()), parts: list, of: make([]uint32, len(list)), count: 1}
	for range rows.Len() {
		c.codes.Append(0)
	}
	known := map[uint64]uint32{}
	rows.Each(0, rows.Len(), func(row int64) bool {
		combined := uint64(0)
		for _, one := range list {
			combined = combined*uint64(one.Count()) + uint64(one.At(row))
		}
		number, seen := known[combined]
		if !seen {
			number = uint32(c.count)
			known[combined] = number
			for _, one := range list {
				c.of = append(c.of, one.At(row))
			}
			c.count++
		}
		c.codes.Set(row, number)
		return true
	})
	return c
}

// limitPairs bounds the table by which pairs of codes are numbered; where there may be
// more, they are looked up by hash.
const limitPairs = 1 << 20

// pairUp makes of the codes, which are below count, those of the combinations with the
// codes of one, and returns the first row of each combination.
func pairUp(codes []uint32, count int, one *columns.Codes, firsts []int64) []int64 {
	width := one.Count()
	var table []uint32 // by pair: its number + 1
	var known map[uint64]uint32
	if uint64(count)*uint64(width) <= limitPairs {
		table = make([]uint32, count*width)
	} else {
		known = make(map[uint64]uint32, count)
	}
	last, joined := ^uint64(0), uint32(0)
	for row, code := range codes {
		pair := uint64(code)*uint64(width) + uint64(one.At(int64(row)))
		if pair != last {
			last = pair
			if table != nil {
				joined = table[pair]
			} else {
				joined = known[pair]
			}
			if joined == 0 {
				firsts = append(firsts, int64(row))
				joined = uint32(len(firsts))
				if table != nil {
					table[pair] = joined
				} else {
					known[pair] = joined
				}
			}
		}
		codes[row] = joined - 1
	}
	return firsts
}
