// Bank moves money between accounts from many goroutines: locks taken in a fixed order, errors for overdrafts, and sums that must come out.
package main

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

type Money int64

func (m Money) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%02d €", sign, int64(m)/100, int64(m)%100)
}

type Account struct {
	mu      sync.Mutex
	id      int
	owner   string
	balance Money
	history []Entry
}

type Entry struct {
	Amount Money
	With   int
}

// InsufficientFunds tells what was wanted and what was there.
type InsufficientFunds struct {
	Owner        string
	Wanted, Have Money
}

func (e *InsufficientFunds) Error() string {
	return fmt.Sprintf("%s has %v, wanted %v", e.Owner, e.Have, e.Wanted)
}

var (
	ErrUnknown = errors.New("unknown account")
	ErrSelf    = errors.New("transfer to the same account")
)

type Bank struct {
	mu       sync.RWMutex
	accounts map[int]*Account
	nextID   int
	moves    atomic.Uint64
}

func (b *Bank) Open(owner string, deposit Money) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.accounts == nil {
		b.accounts = make(map[int]*Account)
	}
	b.nextID++
	b.accounts[b.nextID] = &Account{id: b.nextID, owner: owner, balance: deposit}
	return b.nextID
}

func (b *Bank) account(id int) (*Account, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	a, ok := b.accounts[id]
	if !ok {
		return nil, fmt.Errorf("account %d: %w", id, ErrUnknown)
	}
	return a, nil
}

func (b *Bank) Transfer(from, to int, amount Money) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("transfer %v from %d to %d: %w", amount, from, to, err)
		}
	}()
	if from == to {
		return ErrSelf
	}
	src, err := b.account(from)
	if err != nil {
		return err
	}
	dst, err := b.account(to)
	if err != nil {
		return err
	}
	first, second := src, dst
	if first.id > second.id {
		first, second = second, first
	}
	first.mu.Lock()
	defer first.mu.Unlock()
	second.mu.Lock()
	defer second.mu.Unlock()
	if src.balance < amount {
		return &InsufficientFunds{src.owner, amount, src.balance}
	}
	src.balance -= amount
	dst.balance += amount
	src.history = append(src.history, Entry{-amount, to})
	dst.history = append(dst.history, Entry{amount, from})
	b.moves.Add(1)
	return nil
}

func (b *Bank) Total() (sum Money) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, a := range b.accounts {
		a.mu.Lock()
		sum += a.balance
		a.mu.Unlock()
	}
	return sum
}

func main() {
	var bank Bank
	ids := make([]int, 0, 5)
	for i, name := range []string{"Ada", "Brian", "Carol", "Dennis", "Edsger"} {
		ids = append(ids, bank.Open(name, Money(10_000*(i+1))))
	}
	start := bank.Total()
	fmt.Println("opened", len(ids), "accounts with", start)

	for _, t := range []struct {
		from, to int
		amount   Money
	}{{1, 2, 2_550}, {1, 1, 5}, {1, 9, 100}, {3, 4, 99_999_999}, {5, 1, 1}} {
		err := bank.Transfer(t.from, t.to, t.amount)
		var poor *InsufficientFunds
		switch {
		case err == nil:
			fmt.Println("moved", t.amount)
		case errors.As(err, &poor):
			fmt.Printf("%v (short of %v)\n", err, poor.Wanted-poor.Have)
		case errors.Is(err, ErrUnknown), errors.Is(err, ErrSelf):
			fmt.Println(err)
		default:
			panic(err)
		}
	}

	var wg sync.WaitGroup
	var refused atomic.Int32
	const clerks, transfers = 8, 500
	for c := range clerks {
		wg.Add(1)
		go func() {
			defer wg.Done()
			seed := uint32(c + 1)
			for range transfers {
				seed = seed*1103515245 + 12345
				from, to := ids[seed>>16%5], ids[seed>>20%5]
				if bank.Transfer(from, to, Money(seed>>8%5000)) != nil {
					refused.Add(1)
				}
			}
		}()
	}
	wg.Wait()
	done := bank.moves.Load() - 2
	fmt.Println("every transfer accounted for:", done+uint64(refused.Load()) == clerks*transfers)
	fmt.Println("no money lost:", bank.Total() == start)
	for _, id := range ids {
		a, _ := bank.account(id)
		sum := Money(10_000 * id)
		for _, e := range a.history {
			sum += e.Amount
		}
		fmt.Println(a.owner, "history fits the balance:", sum == a.balance, a.balance >= 0)
	}
}
