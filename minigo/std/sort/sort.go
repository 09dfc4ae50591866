// Package sort provides primitives for sorting slices and user-defined collections.
package sort

import (
	"math/bits"
	"reflect"
	"slices"
)

// An implementation of Interface can be sorted by the routines in this package.
type Interface interface {
	// Len is the number of elements in the collection.
	Len() int
	// Less reports whether the element with index i must sort before the element with index j.
	Less(i, j int) bool
	// Swap swaps the elements with indexes i and j.
	Swap(i, j int)
}

// Sort sorts data in ascending order as determined by the Less method. The sort is not guaranteed to be stable.
func Sort(data Interface) {
	n := data.Len()
	quickSort(data, 0, n, 2*bits.Len(uint(n)))
}

// quickSort sorts data[a:b] by median-of-three quicksort; after depth bad partitions it turns to heapsort, so that the worst case is O(n log n).
func quickSort(data Interface, a, b, depth int) {
	for b-a > 12 {
		if depth == 0 {
			heapSort(data, a, b)
			return
		}
		depth--
		lo, hi := partition(data, a, b)
		if lo-a < b-hi {
			quickSort(data, a, lo, depth)
			a = hi
		} else {
			quickSort(data, hi, b, depth)
			b = lo
		}
	}
	insertionSort(data, a, b)
}

func insertionSort(data Interface, a, b int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && data.Less(j, j-1); j-- {
			data.Swap(j, j-1)
		}
	}
}

// partition moves a pivot to data[a] and splits the rest: data[a:lo] < pivot, data[lo:hi] == pivot, data[hi:b] > pivot.
func partition(data Interface, a, b int) (lo, hi int) {
	m := int(uint(a+b) >> 1)
	if n := b - a; n > 40 {
		s := n / 8
		medianToFirst(data, a, a+s, a+2*s)
		medianToFirst(data, m, m-s, m+s)
		medianToFirst(data, b-1, b-1-s, b-1-2*s)
	}
	medianToFirst(data, a, m, b-1)
	lt, i, gt := a, a+1, b // data[a:lt] < pivot, data[lt:i] == pivot, data[gt:b] > pivot; the pivot is data[lt]
	for i < gt {
		switch {
		case data.Less(i, lt):
			data.Swap(lt, i)
			lt++
			i++
		case data.Less(lt, i):
			gt--
			data.Swap(i, gt)
		default:
			i++
		}
	}
	return lt, gt
}

// medianToFirst moves the median of the three elements to index first.
func medianToFirst(data Interface, first, b, c int) {
	if data.Less(first, b) {
		if data.Less(b, c) {
			data.Swap(first, b)
		} else if data.Less(first, c) {
			data.Swap(first, c)
		}
	} else if data.Less(c, b) {
		data.Swap(first, b)
	} else if data.Less(c, first) {
		data.Swap(first, c)
	}
}

func heapSort(data Interface, a, b int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		siftDown(data, i, n, a)
	}
	for i := n - 1; i >= 0; i-- {
		data.Swap(a, a+i)
		siftDown(data, 0, i, a)
	}
}

func siftDown(data Interface, root, n, first int) {
	for {
		child := 2*root + 1
		if child >= n {
			return
		}
		if child+1 < n && data.Less(first+child, first+child+1) {
			child++
		}
		if !data.Less(first+root, first+child) {
			return
		}
		data.Swap(first+root, first+child)
		root = child
	}
}

// Stable sorts data in ascending order as determined by the Less method, while keeping the original order of equal elements.
func Stable(data Interface) {
	n := data.Len()
	const block = 20
	for a := 0; a < n; a += block {
		insertionSort(data, a, min(a+block, n))
	}
	for size := block; size < n; size *= 2 {
		for a := 0; a+size < n; a += 2 * size {
			symMerge(data, a, a+size, min(a+2*size, n))
		}
	}
}

// symMerge merges the sorted data[a:m] and data[m:b] in place (Kim and Kutzner, "Stable Minimum Storage Merging by Symmetric Comparisons", 2004).
func symMerge(data Interface, a, m, b int) {
	if m-a == 1 {
		i, j := m, b
		for i < j {
			h := int(uint(i+j) >> 1)
			if data.Less(h, a) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := a; k < i-1; k++ {
			data.Swap(k, k+1)
		}
		return
	}
	if b-m == 1 {
		i, j := a, m
		for i < j {
			h := int(uint(i+j) >> 1)
			if !data.Less(m, h) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := m; k > i; k-- {
			data.Swap(k, k-1)
		}
		return
	}
	middle := int(uint(a+b) >> 1)
	n := middle + m
	var start, r int
	if m > middle {
		start, r = n-b, middle
	} else {
		start, r = a, m
	}
	p := n - 1
	for start < r {
		c := int(uint(start+r) >> 1)
		if !data.Less(p-c, c) {
			start = c + 1
		} else {
			r = c
		}
	}
	end := n - start
	if start < m && m < end {
		rotate(data, start, m, end)
	}
	if a < start && start < middle {
		symMerge(data, a, start, middle)
	}
	if middle < end && end < b {
		symMerge(data, middle, end, b)
	}
}

// rotate exchanges the neighbouring blocks data[a:m] and data[m:b].
func rotate(data Interface, a, m, b int) {
	reverseRange(data, a, m)
	reverseRange(data, m, b)
	reverseRange(data, a, b)
}

func reverseRange(data Interface, a, b int) {
	for i, j := a, b-1; i < j; i, j = i+1, j-1 {
		data.Swap(i, j)
	}
}

type reverse struct{ Interface }

func (r reverse) Less(i, j int) bool { return r.Interface.Less(j, i) }

// Reverse returns the reverse order for data.
func Reverse(data Interface) Interface { return &reverse{data} }

// IsSorted reports whether data is sorted.
func IsSorted(data Interface) bool {
	for i := data.Len() - 1; i > 0; i-- {
		if data.Less(i, i-1) {
			return false
		}
	}
	return true
}

// IntSlice attaches the methods of Interface to []int, sorting in increasing order.
type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

// Sort is a convenience method: x.Sort() calls Sort(x).
func (x IntSlice) Sort() { slices.Sort(x) }

// Float64Slice implements Interface for a []float64, sorting in increasing order, with not-a-number (NaN) values ordered before other values.
type Float64Slice []float64

func (x Float64Slice) Len() int           { return len(x) }
func (x Float64Slice) Less(i, j int) bool { return x[i] < x[j] || x[i] != x[i] && x[j] == x[j] }
func (x Float64Slice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

// Sort is a convenience method: x.Sort() calls Sort(x).
func (x Float64Slice) Sort() { slices.Sort(x) }

// StringSlice attaches the methods of Interface to []string, sorting in increasing order.
type StringSlice []string

func (x StringSlice) Len() int           { return len(x) }
func (x StringSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

// Sort is a convenience method: x.Sort() calls Sort(x).
func (x StringSlice) Sort() { slices.Sort(x) }

// Ints sorts a slice of ints in increasing order.
func Ints(x []int) { slices.Sort(x) }

// Float64s sorts a slice of float64s in increasing order. Not-a-number (NaN) values are ordered before other values.
func Float64s(x []float64) { slices.Sort(x) }

// Strings sorts a slice of strings in increasing order.
func Strings(x []string) { slices.Sort(x) }

// IntsAreSorted reports whether the slice x is sorted in increasing order.
func IntsAreSorted(x []int) bool { return slices.IsSorted(x) }

// Float64sAreSorted reports whether the slice x is sorted in increasing order, with not-a-number (NaN) values before any other values.
func Float64sAreSorted(x []float64) bool { return slices.IsSorted(x) }

// StringsAreSorted reports whether the slice x is sorted in increasing order.
func StringsAreSorted(x []string) bool { return slices.IsSorted(x) }

// lessSwap makes an Interface of a slice's length, swapper and comparison.
type lessSwap struct {
	n    int
	less func(i, j int) bool
	swap func(i, j int)
}

func (d *lessSwap) Len() int           { return d.n }
func (d *lessSwap) Less(i, j int) bool { return d.less(i, j) }
func (d *lessSwap) Swap(i, j int)      { d.swap(i, j) }

// Slice sorts the slice x given the provided less function. It panics if x is not a slice.
func Slice(x any, less func(i, j int) bool) {
	Sort(&lessSwap{reflect.ValueOf(x).Len(), less, reflect.Swapper(x)})
}

// SliceStable sorts the slice x using the provided less function, keeping equal elements in their original order. It panics if x is not a slice.
func SliceStable(x any, less func(i, j int) bool) {
	Stable(&lessSwap{reflect.ValueOf(x).Len(), less, reflect.Swapper(x)})
}

// SliceIsSorted reports whether the slice x is sorted according to the provided less function. It panics if x is not a slice.
func SliceIsSorted(x any, less func(i, j int) bool) bool {
	for i := reflect.ValueOf(x).Len() - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}
