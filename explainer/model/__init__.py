"""Arithmetic on arrays: distance, latency, demand, faults, routing. No module here knows another, nor any World."""
