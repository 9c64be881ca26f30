// SPDX-License-Identifier: Apache-2.0

// Package formats lists the file formats of exports. To add one, add a line here, in
// alphabetical order.
package formats

import (
	"dossier/report"
	"dossier/report/csvfile"
	"dossier/report/docx"
	"dossier/report/html"
	"dossier/report/jsonlines"
	"dossier/report/loadfile"
	"dossier/report/parquet"
	"dossier/report/pdf"
	"dossier/report/timesketch"
	"dossier/report/xlsx"
)

// List lists every format, by name. The slice is the caller's.
func List() []report.Format {
	return []report.Format{
		csvfile.Format,
		docx.Format,
		loadfile.Format,
		html.Format,
		jsonlines.Format,
		parquet.Format,
		pdf.Format,
		timesketch.Format,
		xlsx.Format,
	}
}

// Find is the format of a name.
func Find(name string) (report.Format, bool) {
	for _, f := range List() {
		if f.Name == name {
			return f, true
		}
	}
	return report.Format{}, false
}
