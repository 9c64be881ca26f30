// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"fmt"
	"slices"
	"strings"

	"dossier/report/statement"
)

// naming gives items their numbers.
type naming struct {
	prefix, exhibit string
	width           int
}

// item is "MH-0042".
func (n naming) item(number int64) string { return fmt.Sprintf("%s-%0*d", n.prefix, n.width, number) }

// exhibitOf is where the verbatim record of an item stands: "A-0042", or the item's
// own number if the export has no exhibit letter.
func (n naming) exhibitOf(number int64) string {
	if n.exhibit == "" {
		return n.item(number)
	}
	return fmt.Sprintf("%s-%0*d", n.exhibit, n.width, number)
}

// list names items: runs as "MH-0003 to MH-0007". More than limit runs are counted,
// and where says where all of them stand; limit 0 names all.
func (n naming) list(numbers []int64, limit int, where string) string {
	var runs []string
	slices.Sort(numbers)
	named := 0
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if limit > 0 && len(runs) == limit {
			return strings.Join(runs, ", ") + " and " + statement.Plural(int64(len(numbers)-named), "more item") + where
		}
		switch j - i {
		case 0:
			runs = append(runs, n.item(numbers[i]))
		case 1:
			runs = append(runs, n.item(numbers[i]), n.item(numbers[j]))
		default:
			runs = append(runs, n.item(numbers[i])+" to "+n.item(numbers[j]))
		}
		named += j - i + 1
		i = j + 1
	}
	return strings.Join(runs, ", ")
}

// numbers are item numbers of indexes.
func numbersOf(indexes []int) []int64 {
	list := make([]int64, len(indexes))
	for i, index := range indexes {
		list[i] = int64(index) + 1
	}
	return list
}
