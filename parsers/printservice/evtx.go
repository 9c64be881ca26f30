// SPDX-License-Identifier: Apache-2.0

package printservice

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/evtx"
)

// sniffEVTX looks for the provider's name in UTF-16, which the first event that
// it logged brings into its chunk.
func sniffEVTX(h parsers.Head) parsers.Score {
	if !bytes.HasPrefix(h.Raw, []byte(evtx.Signature)) {
		return parsers.No
	}
	name := make([]byte, 0, 2*len(providerName))
	for _, c := range []byte(providerName) {
		name = append(name, c, 0)
	}
	if bytes.Contains(h.Raw, name) {
		return parsers.Likely
	}
	return parsers.No
}

func parseEVTX(in parsers.Input, out parsers.Out) error {
	j := newJoiner(out)
	err := evtx.Read(in.Raw, in.SizeBytes, func(p evtx.Piece) error {
		span := event.Span{Offset: p.Offset, Length: p.Length}
		switch p.Kind {
		case evtx.Skip:
			if p.Offset == 0 {
				return out.Skip(span, event.SkipHeader)
			}
			return out.Skip(span, event.SkipContainer)
		case evtx.Reject:
			return out.Reject(span, "event log damaged", damage(p))
		}
		r := fromElement(p.Event)
		r.span, r.remnant = span, p.Remnant
		return tell(r, j, out)
	})
	if err != nil {
		return err
	}
	return j.close()
}

func damage(p evtx.Piece) string {
	detail := fmt.Sprintf("offset %d: %s", p.Offset, strings.ToValidUTF8(p.Reason, "?"))
	if p.RecordID != 0 {
		detail += fmt.Sprintf("; record %d", p.RecordID)
	}
	return detail
}

// fromElement makes a record of an event's tree.
func fromElement(root *evtx.Element) *record {
	system := root.Find("System")
	provider := system.Find("Provider")
	r := &record{
		provider:   provider.Attr("Name"),
		guid:       provider.Attr("Guid"),
		eventID:    system.Find("EventID").Text(),
		level:      system.Find("Level").Text(),
		recordID:   system.Find("EventRecordID").Text(),
		activityID: system.Find("Correlation").Attr("ActivityID"),
		channel:    system.Find("Channel").Text(),
		computer:   system.Find("Computer").Text(),
		userID:     system.Find("Security").Attr("UserID"),
	}
	if created := system.Find("TimeCreated").Attr("SystemTime"); created != "" {
		r.created = instant(created)
	}
	if !r.isPrint() {
		return r
	}
	for element := range root.Find("UserData").All() {
		if len(element.Children) == 0 {
			r.addField(local(element.Name), element.Text())
		}
		r.addLeaves(element)
	}
	unnamed := 0
	for _, section := range []string{"EventData", "ProcessingErrorData"} {
		for datum := range root.Find(section).All() {
			name := datum.Attr("Name")
			if name == "" && local(datum.Name) == "Data" {
				unnamed++
				name = "Param" + strconv.Itoa(unnamed)
			} else if name == "" {
				name = local(datum.Name)
			}
			r.addField(name, datum.Text())
			r.addLeaves(datum)
		}
	}
	return r
}

// addLeaves adds the elements below one that have no children, as fields.
func (r *record) addLeaves(above *evtx.Element) {
	for child := range above.All() {
		if len(child.Children) == 0 {
			r.addField(local(child.Name), child.Text())
		}
		r.addLeaves(child)
	}
}

// local is a name without its prefix.
func local(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }
