// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"dossier/internal/visible"
	"dossier/report"
)

// The sheets, in their order.
const (
	sheetReadMe     = "Read me"
	sheetCalendar   = "Calendar"
	sheetChronology = "Chronology"
	sheetRecords    = "Source records"
	sheetPeople     = "People and accounts"
	sheetExhibits   = "Exhibits"
	sheetExclusions = "Exclusions and gaps"
	sheetMethod     = "Method"
	sheetGlossary   = "Glossary"
)

// book is a workbook in the making.
type book struct {
	document *report.Document
	limits   limits
	file     *excelize.File
	styles   styles
	pages    []*page // in the order of their creation

	continuations int64 // rows of the chronology's sheets that go on with the row above
}

func newBook(d *report.Document, l limits) (*book, error) {
	b := &book{document: d, limits: l, file: excelize.NewFile()}
	err := b.properties()
	if err == nil {
		err = b.file.SetSheetName("Sheet1", sheetReadMe)
	}
	if err == nil {
		b.styles, err = newStyles(b.file)
	}
	if err != nil {
		b.close()
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return b, nil
}

// close removes what is temporary, as far as it can.
func (b *book) close() { _ = b.file.Close() }

// properties are the file's metadata. The only date is that as of which the document
// speaks.
func (b *book) properties() error {
	d := b.document
	at := d.AsOf.UTC().Format(time.RFC3339)
	if err := b.file.SetDocProps(&excelize.DocProperties{
		Title: visible.Text(d.Title), Subject: visible.Text(d.Caption), Identifier: d.ExportID, Category: string(d.Profile), Language: d.Language,
		Creator: "dossier", LastModifiedBy: "dossier", Revision: "1", Created: at, Modified: at,
	}); err != nil {
		return err
	}
	return b.file.SetAppProps(&excelize.AppProperties{Application: "dossier"})
}

// banner is the first row of every sheet, and of every page of it.
func (b *book) banner() string {
	d := b.document
	parts := []string{d.Stamp, d.Title, d.ZoneNote, "Export " + d.ExportID[:min(12, len(d.ExportID))]}
	if d.Exhibit != "" {
		parts = append(parts, "Exhibit "+d.Exhibit)
	}
	if d.Stamp == "" {
		parts = parts[1:]
	}
	return strings.Join(parts, "   ·   ")
}

// printed says how a sheet is printed: landscape, as wide as the paper, with page numbers.
func (b *book) printed(sheet string) error {
	paper := 9 // A4
	if b.document.Paper == report.Letter {
		paper = 1
	}
	landscape, wide, high, fit, grid := "landscape", 1, 0, true, false
	margin, edge := 0.5, 0.3
	for _, err := range []error{
		b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}),
		b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}),
		b.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &margin, Header: &edge, Footer: &edge}),
		b.file.SetSheetDimension(sheet, ""), // not known before the last row
		b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &grid}),
		b.footer(sheet),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// footer is what stands below the printed page; above it the banner is repeated.
func (b *book) footer(sheet string) error {
	return b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddFooter: fmt.Sprintf("&LExport %.12s&C%s&RPage &P of &N", b.document.ExportID, sheet),
	})
}
