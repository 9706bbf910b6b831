"""What helps somebody mend: what a draft is and lacks, when to say it, drills, and talks with a simulated partner. It asks and never writes
for them.
"""
