// SPDX-License-Identifier: Apache-2.0

package docx

import (
	"fmt"
	"strings"
)

// style is a style of paragraphs or characters.
type style struct {
	id, name string
	based    string // "" for none
	next     string // of the paragraph behind; "" for the same
	para     string // properties of the paragraph
	text     string // and of its text
	char     bool   // a style of characters
}

const (
	greyText = `<w:color w:val="555555"/>`
	keepNext = `<w:keepNext/>`
)

// Sizes are in half points, distances in twentieths. Their order is that of the schema.
var styleList = []style{
	{id: "Title", name: "Title", based: "Normal", next: "BodyText", para: `<w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="10" w:color="000000"/></w:pBdr><w:spacing w:before="3000" w:after="400" w:line="240" w:lineRule="auto"/>`, text: `<w:b/><w:sz w:val="52"/>`},
	{id: "Heading1", name: "heading 1", based: "Normal", next: "BodyText", para: `<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="200"/><w:outlineLvl w:val="0"/>`, text: `<w:b/><w:sz w:val="34"/>`},
	{id: "Heading2", name: "heading 2", based: "Normal", next: "BodyText", para: `<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="100"/><w:outlineLvl w:val="1"/>`, text: `<w:b/><w:sz w:val="24"/>`},
	{id: "Heading3", name: "heading 3", based: "Normal", next: "BodyText", para: `<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="2"/>`, text: `<w:b/><w:sz w:val="22"/>`},
	{id: "ContentsTitle", name: "Contents Title", based: "Normal", para: `<w:keepNext/><w:pageBreakBefore/><w:spacing w:before="0" w:after="240"/>`, text: `<w:b/><w:sz w:val="34"/>`},
	{id: "TOC1", name: "toc 1", based: "Normal", para: `<w:spacing w:after="100"/>`},
	{id: "TOC2", name: "toc 2", based: "Normal", para: `<w:spacing w:after="60"/><w:ind w:left="340"/>`},
	{id: "BodyText", name: "Body Text", based: "Normal", para: `<w:spacing w:after="140"/>`},
	{id: "Lead", name: "Lead", based: "BodyText", para: `<w:spacing w:after="240"/>`, text: `<w:sz w:val="28"/>`},
	{id: "Fine", name: "Fine", based: "BodyText", para: `<w:spacing w:after="100"/>`, text: greyText + `<w:sz w:val="18"/>`},
	{id: "Caption", name: "caption", based: "Normal", para: keepNext + `<w:spacing w:before="160" w:after="80"/>`, text: `<w:b/>`},
	{id: "ListNumber", name: "List Number", based: "BodyText", para: keepNext + `<w:spacing w:after="40"/><w:ind w:left="454" w:hanging="454"/>`},
	{id: "Command", name: "Command", based: "Normal", para: `<w:keepLines/><w:spacing w:after="140"/><w:ind w:left="454"/>`, text: courier + `<w:noProof/><w:sz w:val="17"/>`},
	{id: "Verbatim", name: "Verbatim", based: "Normal", para: `<w:pBdr><w:left w:val="single" w:sz="6" w:space="6" w:color="AAAAAA"/></w:pBdr><w:spacing w:after="40"/><w:ind w:left="142"/>`, text: courier + `<w:noProof/><w:sz w:val="15"/>`},
	{id: "TableText", name: "Table Text", based: "Normal", text: `<w:sz w:val="18"/>`},
	{id: "TableRight", name: "Table Number", based: "TableText", para: `<w:jc w:val="right"/>`},
	{id: "TableSmall", name: "Table Small", based: "TableText", text: `<w:sz w:val="16"/>`},
	{id: "TableHead", name: "Table Head", based: "TableText", para: keepNext, text: `<w:b/>`},
	{id: "TableHeadRight", name: "Table Head Number", based: "TableHead", para: keepNext + `<w:jc w:val="right"/>`, text: `<w:b/>`},
	{id: "TableSmallRight", name: "Table Small Number", based: "TableSmall", para: `<w:jc w:val="right"/>`},
	{id: "TableSmallHead", name: "Table Small Head", based: "TableSmall", para: keepNext, text: `<w:b/>`},
	{id: "TableSmallHeadRight", name: "Table Small Head Number", based: "TableSmallHead", para: keepNext + `<w:jc w:val="right"/>`, text: `<w:b/>`},
	{id: "TableEnd", name: "Table End", based: "Normal", para: `<w:spacing w:after="0" w:line="120" w:lineRule="exact"/>`, text: `<w:sz w:val="8"/>`},
	{id: "SectionEnd", name: "Section End", based: "Normal", para: `<w:spacing w:after="0" w:line="20" w:lineRule="exact"/>`, text: `<w:sz w:val="2"/>`},
	{id: "FactLabel", name: "Fact Label", based: "Normal", text: greyText + `<w:sz w:val="21"/>`},
	{id: "FactValue", name: "Fact Value", based: "Normal", text: `<w:sz w:val="21"/>`},
	{id: "StripText", name: "Calendar", based: "Normal", para: `<w:spacing w:after="0" w:line="180" w:lineRule="exact"/>`, text: `<w:sz w:val="13"/>`},
	{id: "StripTextDark", name: "Calendar Dark", based: "StripText", text: `<w:color w:val="FFFFFF"/>`},
	{id: "Stamp", name: "Stamp", based: "Normal", para: `<w:spacing w:after="60"/><w:jc w:val="center"/>`, text: `<w:b/><w:sz w:val="16"/>`},
	{id: "Header", name: "header", based: "Normal", text: `<w:sz w:val="16"/>`},
	{id: "HeaderNote", name: "Header Note", based: "Header", para: `<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="000000"/></w:pBdr>`, text: `<w:sz w:val="15"/>`},
	{id: "Footer", name: "footer", based: "Normal", para: `<w:pBdr><w:top w:val="single" w:sz="4" w:space="3" w:color="000000"/></w:pBdr>`, text: `<w:sz w:val="17"/>`},
	{id: "Strong", name: "Strong", char: true, text: `<w:b/>`},
	{id: "Emphasis", name: "Emphasis", char: true, text: `<w:i/>`},
	{id: "Label", name: "Label", char: true, text: `<w:i/>` + greyText},
	{id: "FactNote", name: "Fact Note", char: true, text: greyText + `<w:sz w:val="18"/><w:szCs w:val="18"/>`},
	{id: "VerbatimText", name: "Verbatim Text", char: true, text: courier + `<w:noProof/><w:sz w:val="14"/>`},
}

const (
	times   = `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>`
	courier = `<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>`

	cellMargins = `<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar>`
)

// tableStyles are the styles of tables.
const tableStyles = `<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>` +
	`<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="table" w:customStyle="1" w:styleId="DossierTable"><w:name w:val="Dossier Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>` +
	`<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="2" w:space="0" w:color="B0B0B0"/></w:tblBorders>` + cellMargins + `</w:tblPr>` +
	`<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>` +
	`<w:style w:type="table" w:customStyle="1" w:styleId="DossierFacts"><w:name w:val="Dossier Facts"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>` +
	`<w:bottom w:val="single" w:sz="2" w:space="0" w:color="B0B0B0"/><w:insideH w:val="single" w:sz="2" w:space="0" w:color="B0B0B0"/></w:tblBorders>` + cellMargins + `</w:tblPr></w:style>` +
	`<w:style w:type="table" w:customStyle="1" w:styleId="DossierStrip"><w:name w:val="Dossier Calendar"/><w:basedOn w:val="TableNormal"/><w:tblPr>` +
	`<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="40" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`

// styles is the part of the styles, in the document's language.
func styles(language string) string {
	var out strings.Builder
	out.WriteString(xmlHead + `<w:styles` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr>` + times + `<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="` + escape(language) +
		`"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>`)
	for _, s := range styleList {
		out.WriteString(s.xml())
	}
	return out.String() + tableStyles + `</w:styles>`
}

// xml is the style as the part has it.
func (s style) xml() string {
	kind, text := "paragraph", s.text
	if s.char {
		kind = "character"
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<w:style w:type="%s" w:styleId="%s"><w:name w:val="%s"/>`, kind, s.id, s.name)
	if s.based != "" {
		fmt.Fprintf(&out, `<w:basedOn w:val="%s"/>`, s.based)
	}
	if s.next != "" {
		fmt.Fprintf(&out, `<w:next w:val="%s"/>`, s.next)
	}
	out.WriteString(`<w:qFormat/>`)
	if s.para != "" {
		out.WriteString(`<w:pPr>` + s.para + `</w:pPr>`)
	}
	if text != "" {
		out.WriteString(`<w:rPr>` + text + `</w:rPr>`)
	}
	return out.String() + `</w:style>`
}
