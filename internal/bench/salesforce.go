// SPDX-License-Identifier: Apache-2.0

// Package bench makes the input that the speed of dossier is measured with:
// an Event Log File of Salesforce of any size, the same bytes on any machine.
package bench

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"
)

// The company whose log it is.
const (
	users       = 400
	records     = 60_000
	rowsASecond = 1.2 // on average, round the clock
)

const header = `"EVENT_TYPE","TIMESTAMP","REQUEST_ID","ORGANIZATION_ID","USER_ID","RUN_TIME","CPU_TIME","URI","SESSION_KEY","LOGIN_KEY",` +
	`"USER_TYPE","REQUEST_STATUS","DB_TOTAL_TIME","DB_BLOCKS","DB_CPU_TIME","REFERRER_URI","TIMESTAMP_DERIVED","USER_ID_DERIVED","CLIENT_IP","URI_ID_DERIVED"` + "\n"

// session is one log-in of a user.
type session struct {
	user                int
	key, login, address string
	left                int // requests until the next log-in
}

// WriteSalesforce writes a log of pages opened (EVENT_TYPE URI, every cell
// quoted, in the order of time) of at least sizeBytes, and returns the number of
// its rows. Request ids, sessions and durations are as random as real ones, so
// that no column compresses better than it would in earnest.
func WriteSalesforce(w io.Writer, sizeBytes int64) (rows int64, err error) {
	out := bufio.NewWriterSize(w, 1<<20)
	r := rand.New(rand.NewPCG(20240520, 7))
	sessions := make([]session, users)
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	row := make([]byte, 0, 1024)
	n, err := out.WriteString(header)
	for written := int64(n); err == nil && written < sizeBytes; rows++ {
		at = at.Add(time.Duration(r.ExpFloat64()/rowsASecond*1e3) * time.Millisecond)
		// Few work much and many little.
		s := &sessions[int(users*r.Float64()*r.Float64())]
		if s.left == 0 {
			*s = logIn(r, s, len(sessions))
		}
		s.left--
		row = appendRow(row[:0], r, at, s)
		n, err = out.Write(row)
		written += int64(n)
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return rows, fmt.Errorf("write log: %w", err)
	}
	return rows, nil
}

func logIn(r *rand.Rand, old *session, count int) session {
	user := old.user
	if old.key == "" {
		user = r.IntN(count * 4)
	}
	return session{
		user: user, key: random(r, 16), login: random(r, 16), left: 20 + r.IntN(200),
		address: "198.51.100." + strconv.Itoa(user%250),
	}
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

func random(r *rand.Rand, count int) string { return string(appendRandom(nil, r, count)) }

func appendRandom(dst []byte, r *rand.Rand, count int) []byte {
	for range count {
		dst = append(dst, letters[r.IntN(len(letters))])
	}
	return dst
}

const host = "https://larkspur.my.salesforce.example"

var referrers = []string{"", host + "/home/home.jsp", host + "/001/o", host + "/00O/o", host + "/_ui/search/ui/UnifiedSearchResults?str=north"}

func appendRow(b []byte, r *rand.Rand, at time.Time, s *session) []byte {
	// Some records are opened far more often than others.
	record := int(records * r.Float64() * r.Float64())
	run := 60 + r.IntN(900)
	b = append(b, `"URI","`...)
	b = at.AppendFormat(b, "20060102150405.000")
	b = append(b, `","4`...)
	b = appendRandom(b, r, 20)
	b = append(b, `-","00D000000000062","`...)
	b = fmt.Appendf(b, `005000000%06d","%d","%d","/001000000%06d?srPos=%d&srKp=001","`,
		s.user, run, run/3+r.IntN(run/3), record, r.IntN(8))
	b = append(b, s.key+`","`+s.login+`","Standard","S","`...)
	b = fmt.Appendf(b, `%d","%d","%d","`, run*(200_000+r.IntN(500_000)), run*(1+r.IntN(9)), run/5)
	b = append(b, referrers[r.IntN(len(referrers))]+`","`...)
	b = at.AppendFormat(b, "2006-01-02T15:04:05.000Z")
	b = fmt.Appendf(b, `","005000000%06dAAQ","`, s.user)
	b = append(b, s.address...)
	return fmt.Appendf(b, `","001000000%06dAAQ"`+"\n", record)
}
