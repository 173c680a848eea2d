import { z } from 'zod';
import { isCurrency, priceObjection, type TargetPrice, type UnitPrices } from '../../model/price.ts';
import type { Same } from '../same.ts';

export const priceField: z.ZodType<number> = z
  .number({ error: 'is no number: write an amount such as 12.40' })
  .refine((value) => priceObjection(value) === undefined, 'is no price: write an amount from 0 on, such as 12.40');

export const currencyField: z.ZodType<string> = z
  .string({ error: 'is missing: a price names its currency by the ISO 4217 code, such as EUR' })
  .refine(isCurrency, 'is no currency: write its ISO 4217 code in capitals, such as EUR')
  .describe('An ISO 4217 code.');

const targetPrice = z.strictObject({ perHour: priceField, currency: currencyField });

const unitPrices = z.strictObject({
  currency: currencyField,
  cpuSecond: priceField.exactOptional(),
  gibRead: priceField.exactOptional(),
  gibStored: priceField.exactOptional().describe('A month.'),
});

export const targetPriceSchema: z.ZodType<TargetPrice> = targetPrice;
export const unitPricesSchema: z.ZodType<UnitPrices> = unitPrices;

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<TargetPrice, z.infer<typeof targetPrice>>;
true satisfies Same<UnitPrices, z.infer<typeof unitPrices>>;
