// SPDX-License-Identifier: Apache-2.0

package index

import "strings"

func (c *Case) damaged(segment int, column string, err error) error {
	return &SegmentError{Path: c.segmentDir(c.segments[segment].Name) + "/events.parquet", Err: columnError{column, err}}
}

// columnError is what is wrong with a column.
type columnError struct {
	column string
	err    error
}

func (e columnError) Error() string {
	return strings.Join([]string{"column", e.column + ":", e.err.Error()}, " ")
}
func (e columnError) Unwrap() error { return e.err }
