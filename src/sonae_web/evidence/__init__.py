"""What proves an answer: kept, dated, shown when it grows old."""
