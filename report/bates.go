// SPDX-License-Identifier: Apache-2.0

package report

import "fmt"

// Number is the Bates number of a page, the first being page 1: ACME-000001. A number
// with more digits than were asked for is longer, never cut.
func (b *Bates) Number(page int64) string {
	return fmt.Sprintf("%s-%0*d", b.Prefix, b.Digits, int64(b.First)+page-1)
}
