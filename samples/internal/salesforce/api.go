// SPDX-License-Identifier: Apache-2.0

package salesforce

import (
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
)

// batchRows is how many records one batch of a bulk job holds.
const batchRows = 10_000

// soap is a call of the SOAP API, as Data Loader and integrations make it.
func (p *Product) soap(d *deed.Deed) {
	method := "query"
	if d.What == deed.WriteAPI {
		method = "upsert"
	}
	run := 20 + d.Count/20 + p.fine.IntN(150)
	id := request(append(appendDigits(nil, p, 19), '-', byte('0'+p.fine.IntN(10))))
	c := p.begin(api, d, d.At, id, "Api", run)
	c.text("Standard", "S")
	c.number(run * p.fine.Between(100_000, 400_000))
	c.text("P", "58.0", d.Client, method, d.Text)
	c.number(d.Count, 600+p.fine.IntN(900), 900+d.Count*210, run*3, run/3)
	c.text("", "")
	p.end(api, c, d, d.At, "", d.Text)
	p.totalUsage(d, "SOAP", "/services/Soap/u/58.0", "POST", "58.0")
}

func appendDigits(b []byte, p *Product, n int) []byte {
	b = append(b, byte('1'+p.fine.IntN(9)))
	for range n - 1 {
		b = append(b, byte('0'+p.fine.IntN(10)))
	}
	return b
}

// rest is a query through the REST API.
func (p *Product) rest(d *deed.Deed) {
	run := 30 + d.Count/25 + p.fine.IntN(200)
	c := p.begin(restAPI, d, d.At, p.request(), "/services/data/v58.0/query", run)
	c.text("Standard", "S")
	c.number(run*p.fine.Between(100_000, 400_000), run*4, run/3)
	c.text("GET", "application/json", "200", "13047000")
	c.number(d.Count, 9)
	c.text(d.Text, d.Client, "0H48c0000004CfG")
	c.number(0, 400+d.Count*190)
	c.text("")
	p.end(restAPI, c, d, d.At, "", d.Text)
	p.totalUsage(d, "REST", "/v58.0/query", "GET", "58.0")
}

// bulk is an extract through the Bulk API: one row for every batch.
func (p *Product) bulk(d *deed.Deed) {
	id := p.request()
	job := ident.Salesforce("750", ident.Number(p.fine)%900_000)
	for done, batch := 0, 0; done < d.Count || batch == 0; batch++ {
		rows := min(batchRows, d.Count-done)
		at := d.At + int64(batch)*4000
		c := p.begin(bulkAPI, d, at, id, "/services/async/58.0/job/"+job+"/batch", 800+rows/5)
		c.text(job, ident.Salesforce("751", ident.Number(p.fine)%900_000))
		c.number(rows, 0)
		c.text("1", "", d.Text, "query")
		p.end(bulkAPI, c, d, at, "", job)
		done += rows
	}
	p.totalUsage(d, "Bulk", "/services/async/58.0/job", "POST", "58.0")
}
