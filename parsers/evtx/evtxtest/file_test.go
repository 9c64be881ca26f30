// SPDX-License-Identifier: Apache-2.0

package evtxtest_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/parsers/evtx"
	"dossier/parsers/evtx/evtxtest"
)

func ExampleFile() {
	render := evtxtest.PrintService(805, "RenderJobDiag",
		evtxtest.Field{Name: "JobId", Value: uint32(7)},
		evtxtest.Field{Name: "Copies", Value: uint32(3)})
	render.Created = time.Date(2026, 3, 2, 16, 45, 0, 0, time.UTC)
	render.Computer = "print01"
	log := evtxtest.File(render)
	err := evtx.Read(bytes.NewReader(log), int64(len(log)), func(p evtx.Piece) error {
		if p.Kind == evtx.Record {
			fmt.Printf("%s\n", p.Event.Find("UserData", "RenderJobDiag").AppendXML(nil))
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// <RenderJobDiag xmlns="http://manifests.microsoft.com/win/2005/08/windows/printing/spooler/core/events"><JobId>7</JobId><Copies>3</Copies></RenderJobDiag>
}

func TestFileIsRepeatable(t *testing.T) {
	e := evtxtest.PrintService(307, "DocumentPrinted", evtxtest.Params("1", "a")...)
	if !bytes.Equal(evtxtest.File(e, e), evtxtest.File(e, e)) {
		t.Error("the same events give different bytes")
	}
}

func TestFileRefuses(t *testing.T) {
	for name, e := range map[string]evtxtest.Event{
		"is no GUID":        {ProviderGUID: "{1}"},
		"is no SID":         {UserSID: "Everyone"},
		"cannot be written": {EventData: []evtxtest.Field{{Value: struct{}{}}}},
		"is too long":       {EventData: []evtxtest.Field{{Value: strings.Repeat("x", 40_000)}}},
		"does not fit":      {EventData: []evtxtest.Field{{Value: make([]byte, 60_000)}, {Value: make([]byte, 60_000)}}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, name) {
					t.Errorf("panic is %q", got)
				}
			}()
			evtxtest.File(e)
		})
	}
}
