// SPDX-License-Identifier: Apache-2.0

package words

import (
	"fmt"
	"testing"

	"dossier/index/internal/columns"
	"dossier/index/query"
)

// distinct are values such as dictionaries hold.
func distinct(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("Customer list %d of region %d, account %x", i, i%97, uint32(i)*2654435761)
	}
	return list
}

const manyValues = 200_000

// BenchmarkFind looks for a phrase in the folded values.
func BenchmarkFind(b *testing.B) {
	list := distinct(manyValues)
	blob := columns.NewBlob(foldEach(list))
	q, err := query.Parse(`"region 42"`)
	if err != nil {
		b.Fatal(err)
	}
	finder := q.(*query.Term).Any[0].(query.Pattern).Finder()
	for b.Loop() {
		n := 0
		blob.Find(finder.Literals()[0], func(i int) {
			if finder.Match(list[i], blob.At(i)) {
				n++
			}
		})
		if n == 0 {
			b.Fatal("nothing is found")
		}
	}
	b.ReportMetric(float64(len(blob.Text))/manyValues, "bytes/value")
}

// BenchmarkFold makes what BenchmarkFind looks through.
func BenchmarkFold(b *testing.B) {
	list := distinct(manyValues)
	for b.Loop() {
		columns.NewBlob(foldEach(list))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/manyValues, "ns/value")
}

func foldEach(list []string) []string {
	folded := make([]string, len(list))
	for i, text := range list {
		folded[i] = query.Fold(text)
	}
	return folded
}
