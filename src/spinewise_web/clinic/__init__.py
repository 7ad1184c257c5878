"""The clinician's screens: who needs me today, the patient, the plan, the examination."""
