// SPDX-License-Identifier: Apache-2.0

package query

// Part is a piece of an event that a store may keep by itself.
type Part string

// The parts.
const (
	PartID          Part = "id"
	PartTime        Part = "time" // the instant, and how exactly it is known
	PartFlags       Part = "flags"
	PartKind        Part = "kind"
	PartActor       Part = "actor"
	PartPrincipal   Part = "principal" // OnBehalfOf
	PartInitiated   Part = "initiated"
	PartObject      Part = "object" // type, id and name
	PartObjectType  Part = "object-type"
	PartObjectID    Part = "object-id"
	PartObjectName  Part = "object-name"
	PartTargets     Part = "targets"
	PartAttachments Part = "attachments"
	PartRecords     Part = "records"
	PartPages       Part = "pages"
	PartCopies      Part = "copies"
	PartBytes       Part = "bytes"
	PartAttached    Part = "attached" // Quantities.Attachments
	PartItems       Part = "items"
	PartOutcome     Part = "outcome"
	PartIP          Part = "ip"
	PartDevice      Part = "device"
	PartClient      Part = "client"
	PartSession     Part = "session"
	PartText        Part = "text"
	PartBody        Part = "body"
	PartAttrs       Part = "attrs"
	PartGroup       Part = "group"
	PartSource      Part = "source"
	PartParser      Part = "parser"
	PartDuplicate   Part = "duplicate"
)

// alone makes groups of one part each.
func alone(parts ...Part) [][]Part {
	var groups [][]Part
	for _, p := range parts {
		groups = append(groups, []Part{p})
	}
	return groups
}

var partsOf = map[string][][]Part{
	"": alone(PartText, PartBody, PartObjectID, PartObjectName, PartActor, PartPrincipal, PartIP, PartDevice, PartClient, PartSession,
		PartTargets, PartAttachments, PartAttrs),
	"text": alone(PartText), "body": alone(PartBody), "device": alone(PartDevice), "client": alone(PartClient), "session": alone(PartSession),
	"group": alone(PartGroup), "type": alone(PartObjectType), "parser": alone(PartParser), "source": alone(PartSource), "tag": alone(PartID),
	"file":    {{PartKind, PartObjectType, PartObjectName}, {PartAttachments}},
	fieldAttr: alone(PartAttrs), "object": alone(PartObject), "customer": alone(PartObject),
	"account": alone(PartActor, PartPrincipal), "to": alone(PartTargets), "target": alone(PartTargets),
	"from":    {{PartKind, PartActor, PartPrincipal, PartTargets}},
	"printer": {{PartTargets}, {PartObjectType, PartObjectName}},
	"who":     {{PartActor, PartTime}}, "owner": {{PartObject, PartTime}},
	"kind": alone(PartKind), "id": alone(PartID), "ip": alone(PartIP), "initiated": alone(PartInitiated), "outcome": alone(PartOutcome),
	"rows": alone(PartRecords), "pages": alone(PartPages), "copies": alone(PartCopies), "bytes": alone(PartBytes),
	"attachments": alone(PartAttached), "items": alone(PartItems),
	"on": alone(PartTime), "at": alone(PartTime), "after": alone(PartTime), "before": alone(PartTime), "last": alone(PartTime),
	"weekday": alone(PartTime), "hours": alone(PartTime),
}

// partsOfFlag are those of has: and is:.
var partsOfFlag = map[string][][]Part{
	"attachment": alone(PartAttachments, PartAttached), "body": alone(PartBody), "bytes": alone(PartBytes), "device": alone(PartDevice),
	"ip": alone(PartIP), "object": alone(PartObject), "owner": {{PartObject, PartTime}}, "pages": alone(PartPages),
	"recipient": alone(PartTargets), "rows": alone(PartRecords), "text": alone(PartText), "time": alone(PartTime),
	"doubtful": alone(PartFlags), "duplicate": alone(PartDuplicate), "outside": alone(PartTargets),
}

// Parts says on what the term can be decided: an event matches if, and only if,
// for one of the groups an event matches that has nothing but the parts of the
// group. nil says that only whole events can be asked.
func (t *Term) Parts() [][]Part {
	if t.Field != "has" && t.Field != "is" {
		return partsOf[t.Field]
	}
	var groups [][]Part
	for _, v := range t.Any {
		parts, ok := partsOfFlag[v.String()]
		if !ok {
			return nil
		}
		groups = append(groups, parts...)
	}
	return groups
}

// Plain reports whether all that the term asks of a text is that one of its
// patterns is found there: so of all text, and of fields that are one text.
func (t *Term) Plain() bool {
	switch t.Field {
	case "", "text", "body", "device", "client", "session", "group", "type", "parser", fieldAttr:
		return true
	}
	return false
}
