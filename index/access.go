// SPDX-License-Identifier: Apache-2.0

package index

import (
	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
)

// texts are the distinct texts of a column, in the order of their codes.
func (c *Case) texts(segment int, column string) (*columns.Blob, error) {
	return kept(&c.cache, cacheKey{segment, "texts " + column}, func() (*columns.Blob, int64, error) {
		texts, err := c.segments[segment].Dictionary(column)
		if err != nil {
			return nil, 0, err
		}
		return texts, texts.SizeBytes(), nil
	})
}

// folded are the texts folded.
func (c *Case) folded(segment int, column string) (*columns.Blob, error) {
	return kept(&c.cache, cacheKey{segment, "folded " + column}, func() (*columns.Blob, int64, error) {
		texts, err := c.texts(segment, column)
		if err != nil {
			return nil, 0, err
		}
		folded := foldAll(texts)
		if folded == texts {
			return folded, 0, nil
		}
		return folded, folded.SizeBytes(), nil
	})
}

// rows are the codes of a column.
func (c *Case) rows(segment int, column string) (*columns.Codes, error) {
	return kept(&c.cache, cacheKey{segment, "codes " + column}, func() (*columns.Codes, int64, error) {
		codes, err := c.segments[segment].Codes(column)
		if err != nil {
			return nil, 0, err
		}
		return codes, codes.SizeBytes(), nil
	})
}

// codes are the codes of a column and their texts.
func (c *Case) codes(segment int, column string) (*columns.Codes, error) {
	rows, err := c.rows(segment, column)
	if err != nil {
		return nil, err
	}
	texts, err := c.texts(segment, column)
	if err != nil {
		return nil, err
	}
	return rows.With(texts), nil
}

func (c *Case) numbers(segment int, column string) (*columns.Numbers, error) {
	return kept(&c.cache, cacheKey{segment, "numbers " + column}, func() (*columns.Numbers, int64, error) {
		n, err := c.segments[segment].Numbers(column)
		if err != nil {
			return nil, 0, err
		}
		return n, n.SizeBytes(), nil
	})
}

// put gives an event what a column says.
func put(e *event.Event, column, text string) error {
	var err error
	switch column {
	case "kind":
		e.Kind = event.Kind(text)
	case "actor_namespace":
		e.Actor.Namespace = event.Namespace(text)
	case "actor":
		e.Actor.Name = text
	case "on_behalf_of_namespace":
		e.OnBehalfOf.Namespace = event.Namespace(text)
	case "on_behalf_of":
		e.OnBehalfOf.Name = text
	case "initiated":
		e.Initiated = event.Initiated(text)
	case "object_type":
		e.Object.Type = text
	case "object_id":
		e.Object.ID = text
	case "object_name":
		e.Object.Name = text
	case "targets":
		e.Targets, err = segments.Targets(text)
	case "attachments":
		e.Attachments, err = segments.Attachments(text)
	case "source":
		e.Origin.Source, err = event.ParseDigest(text)
	case "time_flags":
		e.Time.Flags = event.ParseTimeFlags(text)
	case "time_precision":
		e.Time.Precision = segments.Precision(text)
	default:
		putText(e, column, text)
	}
	return err
}

func putText(e *event.Event, column, text string) {
	switch column {
	case "outcome":
		e.Outcome = event.Outcome(text)
	case "ip":
		e.IP = text
	case "device":
		e.Device = text
	case "client":
		e.Client = text
	case "session":
		e.Session = text
	case "text":
		e.Text = text
	case "parser":
		e.Origin.Parser = text
	default:
		panic("index: no part of an event is in column " + column)
	}
}
