using Kith.Engine.Memory.Search;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>Adding up by document, against a dictionary; and what is read of a posting.</summary>
public sealed class TallyTests
{
    [Fact]
    public void Numbers_are_added_up_by_document()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var (tally, plain) = (new Tally(), new SortedDictionary<long, double>());
            for (var term = 0; term < random.Next(6); term++)
            {
                var documents = Enumerable.Range(0, random.Next(20)).Select(_ => (long)random.Next(1, 30)).Distinct().Order().ToList();
                var value = random.Next(1, 9);
                tally.Add([.. documents.Select(document => Posting.Of(document, 1, 1))], _ => value);
                foreach (var document in documents)
                    plain[document] = plain.GetValueOrDefault(document) + value;
            }

            if (random.Next(2) == 0)
            {
                tally.Require([3, 4, 5, 6, 7, 8]);
                foreach (var document in plain.Keys.Where(document => document is < 3 or > 8).ToList())
                    plain.Remove(document);
            }

            HashSet<long>? within = random.Next(2) == 0 ? [1, 3, 5, 7, 9, 11] : null;
            var take = random.Next(1, 12);
            Assert.Equal(
                plain
                    .Where(pair => within is null || within.Contains(pair.Key))
                    .OrderByDescending(pair => pair.Value)
                    .ThenByDescending(pair => pair.Key)
                    .Take(take)
                    .Select(pair => (pair.Key, pair.Value)),
                tally.Best(take, within)
            );
            Assert.Equal(plain.Count, tally.Count);
            for (var document = 0L; document < 32; document++)
            {
                Assert.Equal(plain.GetValueOrDefault(document), tally[document]);
                Assert.Equal(plain.ContainsKey(document), tally.Contains(document));
            }
        }
    }

    [Fact]
    public void Postings_are_read_in_order_however_they_come()
    {
        Posting[] ordered = [Posting.Of(1, 2, 3), Posting.Of(2, 300, 20_000), Posting.Of(2_000_000_000, 1, 1)];
        long[] rows = [.. ordered.Select(posting => posting.Packed)];

        Assert.Equal(ordered, Posting.Read(rows));
        Assert.Equal(ordered, Posting.Read([.. rows.Reverse()]));
        Assert.Equal(ordered, Posting.Read([rows[1], rows[0], rows[2]]));
        Assert.Equal(
            [(1L, 2L, 3L), (2, 255, 20_000), (2_000_000_000, 1, 1)],
            ordered.Select(posting => (posting.Document, posting.Frequency, posting.Length))
        );
        Assert.Equal(511, new Posting((511L << 54) | rows[2]).Term);
    }
}
