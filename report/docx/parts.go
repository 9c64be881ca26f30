// SPDX-License-Identifier: Apache-2.0

package docx

import (
	"fmt"
	"strings"
	"time"

	"dossier/report"
	"dossier/report/paper"
)

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	office     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordType   = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// part is a file of the package.
type part struct{ name, text string }

// fixedParts are all parts but the main one and its lists, in the order of the package.
func fixedParts(d *report.Document, v paper.Volume) []part {
	p := pageOf(d.Paper)
	upright, wide := p.width-2*margin, p.height-2*margin
	return []part{
		{"[Content_Types].xml", contentTypes()},
		{"_rels/.rels", packageLinks},
		{"docProps/core.xml", core(d)},
		{"docProps/app.xml", xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>dossier</Application></Properties>`},
		{"word/_rels/document.xml.rels", documentLinks()},
		{"word/settings.xml", settings},
		{"word/styles.xml", styles(d.Language)},
		{"word/header-upright.xml", header(d, upright)},
		{"word/header-wide.xml", header(d, wide)},
		{"word/footer-upright.xml", footer(v, upright)},
		{"word/footer-wide.xml", footer(v, wide)},
	}
}

// linked are the parts that the main part is linked with: name, kind of content, kind of
// link, and the link's name.
var linked = []struct{ file, content, kind, id string }{
	{"styles", "styles", "styles", "styles"},
	{"settings", "settings", "settings", "settings"},
	{"numbering", "numbering", "numbering", "numbering"},
	{"header-upright", "header", "header", "upright-header"},
	{"header-wide", "header", "header", "wide-header"},
	{"footer-upright", "footer", "footer", "upright-footer"},
	{"footer-wide", "footer", "footer", "wide-footer"},
}

func contentTypes() string {
	var out strings.Builder
	out.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>`)
	for _, l := range linked {
		fmt.Fprintf(&out, `<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, l.file, wordType, l.content)
	}
	return out.String() + `</Types>`
}

const packageLinks = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="document" Type="` + office + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="app" Type="` + office + `extended-properties" Target="docProps/app.xml"/></Relationships>`

func documentLinks() string {
	var out strings.Builder
	out.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, l := range linked {
		fmt.Fprintf(&out, `<Relationship Id="%s" Type="%s%s" Target="%s.xml"/>`, l.id, office, l.kind, l.file)
	}
	return out.String() + `</Relationships>`
}

// core are the properties that programs show. The only date is that of the export.
func core(d *report.Document) string {
	date := d.AsOf.UTC().Format(time.RFC3339)
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` + escape(d.Title) + `</dc:title><dc:subject>` +
		escape(d.Caption) + `</dc:subject><dc:creator>dossier</dc:creator><cp:keywords>export ` + escape(d.ExportID) + `</cp:keywords><cp:lastModifiedBy>dossier</cp:lastModifiedBy>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + date + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + date + `</dcterms:modified></cp:coreProperties>`
}

const settings = xmlHead + `<w:settings` + namespaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

// header is the stamp, the caption and the export, and what the digits of a time mean.
func header(d *report.Document, width int) string {
	mark := "Export " + d.ExportID[:min(12, len(d.ExportID))]
	if d.Exhibit != "" {
		mark = "Exhibit " + d.Exhibit + "  ·  " + mark
	}
	stamp := ""
	if d.Stamp != "" {
		stamp = `<w:p><w:pPr><w:pStyle w:val="Stamp"/></w:pPr><w:r><w:t xml:space="preserve">` + escape(d.Stamp) + `</w:t></w:r></w:p>`
	}
	return xmlHead + `<w:hdr` + namespaces + `>` + stamp +
		fmt.Sprintf(`<w:p><w:pPr><w:pStyle w:val="Header"/><w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs></w:pPr>`, width) +
		`<w:r><w:rPr><w:rStyle w:val="Emphasis"/></w:rPr><w:t xml:space="preserve">` + escape(d.Caption) + `</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">` + escape(mark) +
		`</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="HeaderNote"/></w:pPr><w:r><w:t xml:space="preserve">` + escape(d.ZoneNote) + `</w:t></w:r></w:p></w:hdr>`
}

// footer is the volume and the page.
func footer(v paper.Volume, width int) string {
	return xmlHead + `<w:ftr` + namespaces + fmt.Sprintf(`><w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="center" w:pos="%d"/></w:tabs></w:pPr>`, width/2) +
		`<w:r><w:t xml:space="preserve">` + escape(v.Title()) + `</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">Page </w:t></w:r>` +
		`<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> of </w:t></w:r>` +
		`<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>`
}

// numbering are the lists: one form, and a count for each that begins anew.
func numbering(lists int) string {
	var out strings.Builder
	out.WriteString(xmlHead + `<w:numbering` + namespaces + `><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>` +
		`<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr></w:lvl></w:abstractNum>`)
	for i := range lists {
		fmt.Fprintf(&out, `<w:num w:numId="%d"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, i+1)
	}
	return out.String() + `</w:numbering>`
}
