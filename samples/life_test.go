// SPDX-License-Identifier: Apache-2.0

package samples_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/samples"
)

// ordinary is a case at its natural intensity, with almost nothing planted.
func ordinary(t *testing.T) *samples.Memory {
	t.Helper()
	m := &samples.Memory{}
	if _, err := samples.Generate(context.Background(), samples.Options{People: 24, Days: 100, Seed: 2, Strength: samples.Low}, m); err != nil {
		t.Fatal(err)
	}
	return m
}

var accountPage = regexp.MustCompile(`/(001[0-9A-Za-z]{12})([0-9A-Z]{3}/view)?$`)

// TestLifeIsBurstyAndUneven counts customers opened: per person and week they
// must vary far more than Poisson's, and few customers must be opened most.
func TestLifeIsBurstyAndUneven(t *testing.T) {
	weeks, customers := map[[2]string]int{}, map[string]int{}
	m := ordinary(t)
	for _, name := range m.Names() {
		page := map[string]string{"_URI.csv": "URI", "_LightningPageView.csv": "PAGE_URL"}[name[max(0, strings.LastIndexByte(name, '_')):]]
		if page == "" || strings.Contains(name, "hourly") {
			continue
		}
		list := rows(t, name, m.File(name))
		column := slices.Index(list[0], page)
		for _, row := range list[1:] {
			match := accountPage.FindStringSubmatch(row[column])
			if match == nil {
				continue
			}
			customers[match[1]]++
			at, err := time.Parse("20060102", row[1][:8])
			if err != nil {
				t.Fatal(err)
			}
			_, week := at.ISOWeek()
			weeks[[2]string{row[4], string(rune('A' + week))}]++
		}
	}
	persons := map[string][]int{}
	for key, n := range weeks {
		persons[key[0]] = append(persons[key[0]], n)
	}
	uneven := 0
	for _, counts := range persons {
		if dispersion(counts) > 3 {
			uneven++
		}
	}
	if uneven*3 < len(persons)*2 {
		t.Errorf("the weeks of %d of %d people vary more than three times as much as Poisson's, want two in three", uneven, len(persons))
	}
	if share := topShare(customers, 17); share < 25 || share > 75 {
		t.Errorf("the most opened tenth of the customers has %d %% of the openings", share)
	}
}

// dispersion is the variance of counts divided by their mean.
func dispersion(counts []int) int {
	sum, squares := 0, 0
	for _, n := range counts {
		sum += n
		squares += n * n
	}
	if sum == 0 {
		return 0
	}
	return (squares*len(counts) - sum*sum) / (sum * len(counts))
}

// topShare is what part, in hundredths, the n largest have of all.
func topShare(counts map[string]int, n int) int {
	var all []int
	total, top := 0, 0
	for _, count := range counts {
		all = append(all, count)
		total += count
	}
	slices.Sort(all)
	for _, count := range all[max(0, len(all)-n):] {
		top += count
	}
	return top * 100 / max(1, total)
}

// TestSystemsAgreeOnMail checks that what the audit log says was sent stands in
// the trace, and in the tracking log if it went outside.
func TestSystemsAgreeOnMail(t *testing.T) {
	m, _ := small(t, samples.Options{})
	var trace, tracking strings.Builder
	for _, name := range m.Names() {
		switch {
		case strings.Contains(name, "MTSummary"):
			trace.WriteString(decoded(name, m.File(name)))
		case strings.Contains(name, "MSGTRK"):
			tracking.Write(m.File(name))
		}
	}
	outside := map[string]bool{}
	for _, line := range strings.Split(trace.String(), "\r\n") {
		if i := strings.Index(line, "##Receive, Send"); i >= 0 && !strings.HasPrefix(line, ",") {
			fields := strings.Split(line[i:], ",<")
			outside["<"+fields[1][:strings.IndexByte(fields[1], '>')+1]] = !strings.HasPrefix(line, "2024-04-17")
		}
	}
	id, sent := regexp.MustCompile(`""InternetMessageId"":""(<[^>]+>)""`), 0
	for _, name := range m.Names() {
		if !strings.Contains(name, "AuditLog") {
			continue
		}
		for _, line := range strings.Split(string(m.File(name)), "\r\n") {
			if !strings.Contains(line, ",2,Send,") {
				continue
			}
			sent++
			if match := id.FindStringSubmatch(line); !strings.Contains(trace.String(), match[1]) || outside[match[1]] && !strings.Contains(tracking.String(), match[1]) {
				t.Fatalf("%s was sent, but stands not in the trace, or not in the tracking log although it went outside", match[1])
			}
		}
	}
	if sent < 100 {
		t.Errorf("only %d messages were sent", sent)
	}
}
