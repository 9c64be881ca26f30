// SPDX-License-Identifier: Apache-2.0

package index

import (
	"container/list"
	"sync"
)

// limitCache bounds what a case keeps of its columns in memory: at ten million
// events all that questions ordinarily ask for.
const limitCache = 768 << 20

// cacheKey names something of a segment: its number among the case's, and what.
type cacheKey struct {
	segment int
	what    string
}

// cached is a value in the cache, or on its way there.
type cached struct {
	key   cacheKey
	once  sync.Once
	value any
	bytes int64
	err   error
	ready bool // value is there; guarded by the cache's mu
}

// cache keeps what was read last, up to a number of bytes. Safe for concurrent use;
// what two ask for at a time is read once.
type cache struct {
	mu    sync.Mutex
	byKey map[cacheKey]*list.Element
	order list.List // of *cached, the latest asked for in front
	bytes int64
}

// kept is the value of the key, made if it is not there. An error is not kept.
func kept[T any](c *cache, key cacheKey, read func() (T, int64, error)) (T, error) {
	one := c.find(key)
	one.once.Do(func() {
		var value T
		value, one.bytes, one.err = read()
		one.value = value
		c.settle(one)
	})
	if one.err != nil {
		var none T
		return none, one.err
	}
	return one.value.(T), nil
}

// have is the value of the key if it is there.
func have[T any](c *cache, key cacheKey) (value T, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.byKey[key]
	if !ok || !at.Value.(*cached).ready {
		return value, false
	}
	c.order.MoveToFront(at)
	return at.Value.(*cached).value.(T), true
}

func (c *cache) find(key cacheKey) *cached {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.byKey[key]; ok {
		c.order.MoveToFront(at)
		return at.Value.(*cached)
	}
	if c.byKey == nil {
		c.byKey = map[cacheKey]*list.Element{}
	}
	one := &cached{key: key}
	c.byKey[key] = c.order.PushFront(one)
	return one
}

// settle counts what was read, and forgets what was not asked for the longest time.
func (c *cache) settle(one *cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.byKey[one.key]
	if !ok || at.Value != one {
		return
	}
	if one.err != nil {
		c.remove(at)
		return
	}
	c.bytes += one.bytes
	one.ready = true
	for at := c.order.Back(); at != nil && c.bytes > limitCache; {
		before := at.Prev()
		if old := at.Value.(*cached); old != one && old.bytes > 0 {
			c.bytes -= old.bytes
			c.remove(at)
		}
		at = before
	}
}

func (c *cache) remove(at *list.Element) {
	delete(c.byKey, at.Value.(*cached).key)
	c.order.Remove(at)
}
