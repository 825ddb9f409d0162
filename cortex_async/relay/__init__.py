"""Brings events onto a broker that is there already, and hands them to workers."""
