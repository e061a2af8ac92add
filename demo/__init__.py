"""The synthetic data of Sunlot's demonstration; everything in it is invented and marked so."""
