#include <stdint.h>
#include <stdio.h>

enum { SIZE = 1000, LIMIT = 50 };

int main(void) {
    uint32_t sum = 0;
    long inside = 0;
    for (long y = 0; y < SIZE; y++) {
        double ci = 2 * (double)y / SIZE - 1;
        uint8_t bits = 0;
        for (long x = 0; x < SIZE; x++) {
            double cr = 2 * (double)x / SIZE - 1.5, zr = 0, zi = 0, r2 = 0, i2 = 0;
            long i = 0;
            for (; i < LIMIT && r2 + i2 <= 4; i++) {
                zi = 2 * zr * zi + ci;
                zr = r2 - i2 + cr;
                r2 = zr * zr, i2 = zi * zi;
            }
            bits <<= 1;
            if (i == LIMIT) bits |= 1, inside++;
            if (x % 8 == 7) sum = sum * 31 + bits, bits = 0;
        }
    }
    printf("%ld %u\n", inside, sum);
}
