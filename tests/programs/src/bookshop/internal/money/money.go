// Package money counts cents.
package money

import "fmt"

type Amount int64

const euro = 100

func Euro(n int) Amount { return Amount(n * euro) }

func (a Amount) Percent(p int) Amount { return (a*Amount(p) + 50) / 100 }

func (a Amount) String() string { return fmt.Sprintf("€%d.%02d", a/euro, a%euro) }

func init() { fmt.Println("money ready:", Euro(1)) }
