// SPDX-License-Identifier: Apache-2.0

// Package evtxtest writes Windows event logs, as specimens for tests and for
// sample data: no public log holds the events that matter most here.
//
// The logs are as Windows 7 would write them, with checksums, name and template
// tables, a template for each kind of event, and definitions shared within a
// chunk; see package evtx for the format. The same events give the same bytes.
package evtxtest

import (
	"strconv"
	"time"
)

// An Event is what is to be written. Fields left zero are written as zero,
// except where it is said otherwise.
type Event struct {
	Provider     string
	ProviderGUID string // {00000000-0000-0000-0000-000000000000}; "": none
	EventID      uint16
	Version      uint8
	Level        uint8
	Task         uint16
	Opcode       uint8
	Keywords     uint64
	Created      time.Time // cut to 100 ns
	Written      time.Time // in the record's header; zero: as Created
	RecordID     uint64    // 0: one more than the event before, the first 1
	ActivityID   string    // a GUID; "": none
	ProcessID    uint32
	ThreadID     uint32
	Channel      string
	Computer     string
	UserSID      string // S-1-...; "": none

	// UserData and EventData are what the event says. At most one is written,
	// UserData first.
	UserData  *UserData
	EventData []Field
}

// UserData is the one element inside an event's UserData.
type UserData struct {
	Element   string
	Namespace string  // its xmlns; "": none
	Fields    []Field // elements in it
}

// A Field is a child element of UserData, or a Data element of EventData, whose
// Name may be "".
//
// The type of Value decides the type in the log: nil, string, bool, int8 to
// uint64, float32, float64, []byte, [time.Time] (FILETIME), [GUID], [SID],
// [Hex32], [Hex64], and the arrays []string, []uint16, []uint32 and []uint64.
type Field struct {
	Name  string
	Value any
}

// GUID is a value of type GUID: {00000000-0000-0000-0000-000000000000}.
type GUID string

// SID is a value of type SID: S-1-5-18.
type SID string

// Hex32 is an integer that Windows prints in hexadecimal.
type Hex32 uint32

// Hex64 is a wider one.
type Hex64 uint64

// Params returns fields named Param1, Param2 and so on, all texts, as many
// events of Windows have them.
func Params(values ...string) []Field {
	fields := make([]Field, len(values))
	for i, v := range values {
		fields[i] = Field{Name: "Param" + strconv.Itoa(i+1), Value: v}
	}
	return fields
}

// PrintNamespace is the namespace of the events of the print spooler.
const PrintNamespace = "http://manifests.microsoft.com/win/2005/08/windows/printing/spooler/core/events"

// PrintService returns an event of Microsoft-Windows-PrintService/Operational
// with its System fields as Windows sets them for event 307, DocumentPrinted.
// Created, Computer and UserSID are left to the caller.
func PrintService(eventID uint16, element string, fields ...Field) Event {
	return Event{
		Provider:     "Microsoft-Windows-PrintService",
		ProviderGUID: "{747ef6fd-e535-4d16-b510-42c90f6873a1}",
		EventID:      eventID,
		Level:        4,
		Task:         26,
		Opcode:       11,
		Keywords:     0x4000000000000840,
		ProcessID:    1048,
		ThreadID:     3836,
		Channel:      "Microsoft-Windows-PrintService/Operational",
		UserData:     &UserData{Element: element, Namespace: PrintNamespace, Fields: fields},
	}
}
